import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { addMonths, monthOf } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { MoneyField, MonthField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { agreeToLess, ANSWERING, closeRequest } from '../../contributions/actions/requests.ts'
import { LONGEST_REQUEST } from '../../contributions/rules/request.ts'
import { openRequests } from '../../contributions/store/requests.ts'
import { hrefOf } from './env.tsx'

/** What households ask of the desk about their contribution: agreed to here, or spoken about. */
export const requests = new Hono<CaisseEnv>()

const PATH = '/c/:slug/demandes'

requests.use(PATH, readCaisse, async (c, next) => (requireRole(c, ANSWERING), next()))
requests.use(`${PATH}/*`, readCaisse, async (c, next) => (requireRole(c, ANSWERING), next()))
const ONE = `${PATH}/:request{[0-9a-f-]{36}}`

requests.get(PATH, async (c) => {
  const t = c.get('t')
  const waiting = await read(c, openRequests)
  const done = DONE.find((one) => one === c.req.query('fait'))
  return html(
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('resident.requests.title', { count: waiting.length })}
      lead={waiting.length > 0 ? t('resident.requests.lead') : undefined}
      notice={done && <Notice tone="success" title={t(`resident.requests.done.${done}`)} />}
    >
      {waiting.length === 0 ? (
        <EmptyState title={t('resident.requests.none')} icon="agreement">
          <p>{t('resident.requests.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {waiting.map((one) => (
            <RowLink
              key={one.id}
              icon="household"
              href={hrefOf(c, `/demandes/${one.id}`)}
              title={one.householdName}
              text={t('resident.requests.line', {
                cents: one.cents,
                fromMonth: one.fromMonth,
                untilMonth: one.untilMonth,
              })}
            />
          ))}
        </RowList>
      )}
    </DeskPage>,
  )
})

const DONE = ['convenu', 'parle'] as const

requests.get(ONE, async (c) => html(await requestPage(c, freshForm())))

requests.post(`${ONE}/convenir`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      agreeToLess(callOf(c, key), {
        requestId: c.req.param('request'),
        amount: textField(fields, 'amount'),
        fromMonth: textField(fields, 'fromMonth'),
        untilMonth: textField(fields, 'untilMonth'),
      }),
    done: () => hrefOf(c, '/demandes?fait=convenu'),
    again: (form) => requestPage(c, form),
  }),
)

requests.post(`${ONE}/parle`, (c) =>
  answerForm(c, {
    act: (_, key) => closeRequest(callOf(c, key), { requestId: c.req.param('request') }),
    done: () => hrefOf(c, '/demandes?fait=parle'),
    again: (form) => requestPage(c, form),
  }),
)

async function requestPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const id = c.req.param('request')
  const request = (await read(c, openRequests)).find((one) => one.id === id)
  if (!request) throw new Refusal('request_already_answered', {}, 409)
  const href = hrefOf(c, `/demandes/${request.id}`)
  const thisMonth = monthOf(c.get('today'))
  const from = request.fromMonth < thisMonth ? request.fromMonth : thisMonth
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('resident.requests.oneTitle', { nameText: request.householdName, cents: request.cents })}
      lead={t('resident.requests.line', {
        cents: request.cents,
        fromMonth: request.fromMonth,
        untilMonth: request.untilMonth,
      })}
      breadcrumb={[{ href: hrefOf(c, '/demandes'), label: t('resident.requests.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <p>{t('resident.requests.lead')}</p>
      <Form action={`${href}/convenir`} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <div class="form-row">
          <MoneyField name="amount" label={t('resident.less.amount')} value={request.cents} />
          <MonthField
            name="fromMonth"
            label={t('resident.less.from')}
            from={from}
            to={addMonths(request.fromMonth, LONGEST_REQUEST)}
            value={request.fromMonth}
          />
          <MonthField
            name="untilMonth"
            label={t('resident.less.until')}
            from={from}
            to={addMonths(request.untilMonth, LONGEST_REQUEST)}
            value={request.untilMonth}
          />
        </div>
        <Actions>
          <Button kind="primary" icon="check">
            {t('resident.requests.agree')}
          </Button>
        </Actions>
      </Form>
      <form method="post" action={`${href}/parle`}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet">{t('resident.requests.spoken')}</Button>
      </form>
    </DeskPage>
  )
}
