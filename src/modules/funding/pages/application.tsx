import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { addMonths, monthOf } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, MoneyField, MonthField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, Money, Notice } from '../../../kit/ui/parts.tsx'
import { ActForm, formAt, named, showing, type Sent } from '../../caisses/forms.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { changeApplication, moveApplication, noteApplication, noteAward, noteRefusal } from '../actions.ts'
import { findApplication, type Application } from '../store.ts'
import { HOME, hrefIn } from './home.tsx'

export const applications = new Hono<CaisseEnv>()

const NEW = `${HOME}/noter` as const
const ONE = `${HOME}/:application{[0-9a-f-]{36}}` as const

applications.get(NEW, async (c) => html(newPage(c, freshForm())))

applications.post(NEW, (c) =>
  answerForm(c, {
    act: (fields, key) => noteApplication(callOf(c, key), readAsked(fields)),
    done: ({ applicationId }) => `${hrefIn(c, `/${applicationId}`)}?fait=oui`,
    again: (form) => newPage(c, form),
  }),
)

const readAsked = (fields: Fields) => {
  const typed = (name: string) => textField(fields, name)
  return {
    funder: typed('funder'),
    purpose: typed('purpose'),
    asked: typed('asked'),
    fromMonth: typed('fromMonth'),
    untilMonth: typed('untilMonth'),
    deadlineOn: typed('deadlineOn'),
    expectedOn: typed('expectedOn'),
    odds: typed('odds') as 'likely',
  }
}

function newPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  return (
    <DeskPage
      {...deskFrame(c, '/financements')}
      title={t('funding.addTitle')}
      breadcrumb={[{ href: hrefIn(c), label: t('caisses.desk.funding') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <AskedFields c={c} />
        <Actions>
          <Button kind="primary" icon="save">
            {t('funding.save')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

function AskedFields({ c, now }: { c: Context<CaisseEnv>; now?: Application }) {
  const t = c.get('t')
  const current = monthOf(c.get('today'))
  const months = { from: addMonths(current, -48), to: addMonths(current, 60) }
  return (
    <>
      <TextField name="funder" label={t('funding.funder')} value={now?.funder ?? ''} maxLength={200} />
      <TextField
        name="purpose"
        label={t('funding.purpose')}
        value={now?.purpose ?? ''}
        maxLength={200}
        optional
      />
      <MoneyField name="asked" label={t('funding.asked')} {...(now && { value: now.askedCents })} />
      <div class="form-row">
        <MonthField
          name="fromMonth"
          label={t('funding.fromMonth')}
          value={now?.fromMonth ?? addMonths(current, 3)}
          {...months}
        />
        <MonthField
          name="untilMonth"
          label={t('funding.untilMonth')}
          value={now?.untilMonth ?? addMonths(current, 14)}
          {...months}
        />
      </div>
      <div class="form-row">
        <DateField
          name="deadlineOn"
          label={t('funding.deadlineOn')}
          hint={t('funding.deadlineHint')}
          {...(now?.deadlineOn && { value: now.deadlineOn })}
          optional
        />
        <DateField
          name="expectedOn"
          label={t('funding.expectedOn')}
          hint={t('funding.expectedHint')}
          {...(now && { value: now.expectedOn })}
        />
      </div>
      <RadioCards
        name="odds"
        label={t('funding.odds')}
        hint={t('funding.oddsHint')}
        value={now?.odds ?? 'hoped'}
        columns
        options={(['likely', 'hoped'] as const).map((value) => ({
          value,
          label: t(`funding.surety.${value}`),
          hint: t(`funding.oddsMeans.${value}`),
        }))}
      />
    </>
  )
}

applications.get(ONE, showing(onePage))

async function onePage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const one = await read(c, (tx) => findApplication(tx, c.req.param('application')!))
  if (!one) throw new Refusal('unknown_application', {}, 404)
  const isOpen = one.status !== 'granted' && one.status !== 'refused'
  return (
    <DeskPage
      {...deskFrame(c, '/financements')}
      title={one.funder}
      lead={one.purpose}
      breadcrumb={[{ href: hrefIn(c), label: t('caisses.desk.funding') }]}
      notice={
        sent?.form.refusal ? (
          <Notice tone="refusal" title={t(sent.form.refusal)} />
        ) : (
          c.req.query('fait') === 'oui' && <Notice tone="success" title={t('funding.saved')} />
        )
      }
    >
      <p class="badges">
        <Badge tone={one.status === 'granted' ? 'success' : isOpen ? 'wait' : undefined}>
          {t(`funding.status.${one.status}`)}
        </Badge>
        {isOpen && <Badge>{t(`funding.surety.${one.odds}`)}</Badge>}
      </p>
      <DefinitionList
        items={[
          { term: t('funding.asked'), value: <Money cents={one.askedCents} /> },
          {
            term: t('funding.period'),
            value: t('funding.years.period', { from: one.fromMonth, until: one.untilMonth }),
          },
          ...(one.deadlineOn ? [{ term: t('funding.deadlineOn'), value: t.day(one.deadlineOn) }] : []),
          { term: t('funding.expectedOn'), value: t.day(one.expectedOn) },
          ...(one.answeredOn ? [{ term: t('funding.answeredOn'), value: t.day(one.answeredOn) }] : []),
        ]}
      />
      {one.status === 'granted' && (
        <p>
          <a href={`/c/${c.get('caisse').slug}/tresorerie/subventions`}>{t('funding.toTreasury')}</a>
        </p>
      )}
      {isOpen && <Answer c={c} sent={sent} one={one} />}
      {isOpen && (
        <Card title={t('funding.change')} look="sunk">
          <ActForm sent={sent} name="modifier" action={hrefOf(c, '/modifier')}>
            <AskedFields c={c} now={one} />
            <Actions>
              <Button icon="save">{t('funding.save')}</Button>
            </Actions>
          </ActForm>
        </Card>
      )}
    </DeskPage>
  )
}

const hrefOf = (c: Context<CaisseEnv>, path = ''): string =>
  hrefIn(c, `/${c.req.param('application')}${path}`)

/** What the funder said, or what the caisse did meanwhile. */
function Answer({ c, sent, one }: { c: Context<CaisseEnv>; sent: Sent; one: Application }) {
  const t = c.get('t')
  const today = c.get('today')
  const next =
    one.status === 'sent'
      ? (['preparing', 'dropped'] as const)
      : one.status === 'preparing'
        ? (['sent', 'dropped'] as const)
        : (['preparing'] as const)
  return (
    <>
      <form class="actions" method="post" action={hrefOf(c, '/suite')}>
        <HiddenKey value={freshForm().key} />
        {next.map((status) => (
          <Button
            key={status}
            name="status"
            value={status}
            kind={status === 'sent' ? 'primary' : 'secondary'}
          >
            {t(`funding.move.${status}`)}
          </Button>
        ))}
      </form>
      {one.status === 'sent' && (
        <Card title={t('funding.yes')} icon="success">
          <ActForm sent={sent} name="accordee" action={hrefOf(c, '/accordee')}>
            <div class="form-row">
              <MoneyField name="promised" label={t('funding.promised')} value={one.askedCents} />
              <DateField name="answeredOn" label={t('funding.answeredOn')} value={today} max={today} />
            </div>
            <CheckboxField
              name="signed"
              label={t('funding.signed')}
              hint={t('funding.signedHint')}
              optional
            />
            <Actions>
              <Button kind="primary" icon="check">
                {t('funding.yesDo')}
              </Button>
            </Actions>
          </ActForm>
        </Card>
      )}
      {one.status === 'sent' && (
        <Card title={t('funding.no')}>
          <ActForm sent={sent} name="refusee" action={hrefOf(c, '/refusee')}>
            <DateField name="refusedOn" label={t('funding.answeredOn')} value={today} max={today} />
            <Actions>
              <Button>{t('funding.noDo')}</Button>
            </Actions>
          </ActForm>
        </Card>
      )}
    </>
  )
}

const idOf = (c: Context<CaisseEnv>) => c.req.param('application')!
const page = onePage
const home = (c: Context<CaisseEnv>) => hrefOf(c)
const done = (c: Context<CaisseEnv>) => `${hrefOf(c)}?fait=oui`

formAt(applications, `${ONE}/modifier`, {
  name: 'modifier',
  act: (c, fields, call) => changeApplication(call, { applicationId: idOf(c), ...readAsked(fields) }),
  done,
  page,
  home,
})

formAt(applications, `${ONE}/suite`, {
  act: (c, fields, call) =>
    moveApplication(call, { applicationId: idOf(c), status: textField(fields, 'status') as 'sent' }),
  done,
  page,
  home,
})

formAt(applications, `${ONE}/accordee`, {
  name: 'accordee',
  act: (c, fields, call) =>
    noteAward(call, {
      applicationId: idOf(c),
      answeredOn: textField(fields, 'answeredOn'),
      promised: textField(fields, 'promised'),
      signed: textField(fields, 'signed') === 'yes',
    }),
  done,
  page,
  home,
})

formAt(applications, `${ONE}/refusee`, {
  name: 'refusee',
  act: (c, fields, call) =>
    named(
      (field) => (field === 'answeredOn' ? 'refusedOn' : field),
      () => noteRefusal(call, { applicationId: idOf(c), answeredOn: textField(fields, 'refusedOn') }),
    ),
  done,
  page,
  home,
})
