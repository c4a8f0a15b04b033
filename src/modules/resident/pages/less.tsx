import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { addMonths } from '../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MoneyField, MonthField } from '../../../kit/ui/inputs.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { callOf, personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { askForLess, withdrawRequest } from '../../contributions/actions/requests.ts'
import { LONGEST_REQUEST, refusalToAskForLess } from '../../contributions/rules/request.ts'
import { hrefOf, ownOf } from './env.tsx'
import { readContribution } from './read-contribution.ts'

export const less = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/cotisation/moins'
const USUAL_PAUSE = 3

less.get(PATH, async (c) => html(await lessPage(c, freshForm())))

less.post(PATH, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      askForLess(callOf(c, key), {
        householdId: ownOf(c).householdId,
        amount: textField(fields, 'amount'),
        fromMonth: textField(fields, 'fromMonth'),
        untilMonth: textField(fields, 'untilMonth'),
      }),
    done: () => hrefOf(c, '/moi/cotisation?fait=demande'),
    again: (form) => lessPage(c, form),
  }),
)

less.post(`${PATH}/:request{[0-9a-f-]{36}}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => withdrawRequest(callOf(c, key), { requestId: c.req.param('request') }),
    done: () => hrefOf(c, '/moi/cotisation?fait=retire'),
    again: (form) => lessPage(c, form),
  }),
)

async function lessPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { firstOpen, request, refusal } = await read(c, (tx) => readContribution(c, tx))
  const untilMonth = addMonths(firstOpen, USUAL_PAUSE - 1)
  const why =
    refusal ??
    refusalToAskForLess({
      fromMonth: firstOpen,
      untilMonth,
      firstOpenMonth: firstOpen,
      isAsking: request !== undefined,
    })
  return (
    <PersonPage
      {...personFrame(c, '/moi/cotisation')}
      title={t('resident.less.pageTitle')}
      lead={t('resident.less.pageLead')}
      breadcrumb={[{ href: hrefOf(c, '/moi/cotisation'), label: t('caisses.person.contribution') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form
        action={hrefOf(c, '/moi/cotisation/moins')}
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
      >
        <MoneyField
          name="amount"
          label={t('resident.less.amount')}
          hint={t('resident.less.amountHint')}
          value={0}
        />
        <MonthField
          name="fromMonth"
          label={t('resident.less.from')}
          from={firstOpen}
          to={addMonths(firstOpen, LONGEST_REQUEST - 1)}
          value={firstOpen}
        />
        <MonthField
          name="untilMonth"
          label={t('resident.less.until')}
          from={firstOpen}
          to={addMonths(firstOpen, 2 * LONGEST_REQUEST - 2)}
          value={untilMonth}
        />
        <Actions>
          <Button kind="primary" refusal={why}>
            {t('resident.less.send')}
          </Button>
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/cotisation')}>
            {t('resident.back')}
          </LinkButton>
        </Actions>
      </Form>
    </PersonPage>
  )
}
