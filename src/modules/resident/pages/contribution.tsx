import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { formatMoney } from '../../../kit/cents.ts'
import { conventions } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Cents } from '../../../kit/money.ts'
import { addMonths } from '../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MoneyField, MonthField, SelectField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, Disclosure, Money, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { Clauses } from '../../caisses/pages/clauses.tsx'
import { describeReglement } from '../../caisses/rules/describe.ts'
import { callOf, personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { AssessmentIsland } from '../../contributions/pages/assessment-island.tsx'
import { changePledge } from '../../contributions/actions/pledges.ts'
import { simpleScheme } from '../../contributions/rules/suggestion.ts'
import { carriedOf, type Carried } from '../../contributions/store/carried.ts'
import { listReceipts, receivedFrom, type Receipt } from '../../contributions/store/receipts.ts'
import { receivedByMonth, type ReceivedOfMonth } from '../rules/received-by-month.ts'
import { duesOf } from '../store/dues.ts'
import { hrefOf, ownOf } from './env.tsx'
import { readContribution, type OwnContribution } from './read-contribution.ts'

export const contribution = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/cotisation'
const MONTHS_SHOWN = 6
const MONTHS_AHEAD = 6

contribution.get(PATH, async (c) => html(await contributionPage(c, freshForm())))

contribution.post(PATH, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const { thirdPartyName } = await read(c, (tx) => readContribution(c, tx))
      return changePledge(callOf(c, key), {
        householdId: ownOf(c).householdId,
        amount: textField(fields, 'amount'),
        from: textField(fields, 'from'),
        thirdPartyName,
      })
    },
    done: () => hrefOf(c, '/moi/cotisation?fait=change'),
    again: (form) => contributionPage(c, form),
  }),
)

const DONE = ['change', 'demande', 'retire'] as const

async function contributionPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { householdId } = ownOf(c)
  const { own, months, receipts, carried } = await read(c, async (tx) => ({
    own: await readContribution(c, tx),
    months: receivedByMonth(await duesOf(tx, householdId), await receivedFrom(tx, householdId)),
    receipts: await listReceipts(tx, { householdId, limit: 24 }),
    carried: await carriedOf(tx, householdId),
  }))
  const done = DONE.find((one) => one === c.req.query('fait'))
  const cents = own.state?.expectedCents ?? own.due?.cents ?? 0
  return (
    <PersonPage
      {...personFrame(c, '/moi/cotisation')}
      title={own.refusal ? t('resident.contribution.none') : t('resident.contribution.title', { cents })}
      lead={
        own.coming &&
        t('resident.contribution.coming', { cents: own.coming.cents, month: own.coming.fromMonth })
      }
      notice={
        form.refusal && !isOfAmount(form) ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done &&
          form.refusal === null && <Notice tone="success" title={t(`resident.contribution.done.${done}`)} />
        )
      }
    >
      <ThisMonth c={c} own={own} />
      <Change c={c} own={own} form={form} />
      <Easier c={c} own={own} />
      <Received c={c} months={months} receipts={receipts} carried={carried} />
    </PersonPage>
  )
}

/** Where the month stands: what came, what is expected, never a reproach. */
function ThisMonth({ c, own }: { c: Context<CaisseEnv>; own: OwnContribution }) {
  const t = c.get('t')
  const { state, due, thisMonth } = own
  const expectedCents = state?.expectedCents ?? due?.cents ?? 0
  if (expectedCents === 0) return <>{due && <p>{t(due.reason.code, due.reason.params)}</p>}</>
  return (
    <Card look="accent" title={t('resident.contribution.month', { month: thisMonth })}>
      <p>{whatCame(t, { expectedCents, receivedCents: state?.receivedCents ?? 0 })}</p>
      {state && state.lateCents > 0 && (
        <p>{t('resident.contribution.earlier', { cents: state.lateCents })}</p>
      )}
      {state && state.aheadCents > 0 && (
        <p>{t('resident.contribution.ahead', { cents: state.aheadCents })}</p>
      )}
      <Actions>
        <LinkButton kind="primary" icon="bank" href={hrefOf(c, '/moi/cotisation/verser')}>
          {t('resident.contribution.howToPay')}
        </LinkButton>
      </Actions>
    </Card>
  )
}

function whatCame(t: Translate, due: { expectedCents: Cents; receivedCents: Cents }): string {
  if (due.receivedCents >= due.expectedCents)
    return t('resident.contribution.received', { cents: due.expectedCents })
  if (due.receivedCents === 0) return t('resident.contribution.expected', { cents: due.expectedCents })
  return t('resident.contribution.partly', due)
}

const AMOUNT_REFUSALS = ['below_floor', 'above_ceiling', 'not_a_step', 'not_a_fixed_step']

const isOfAmount = ({ refusal }: FormState): boolean =>
  refusal !== null && AMOUNT_REFUSALS.includes(refusal.code)

function Change({ c, own, form }: { c: Context<CaisseEnv>; own: OwnContribution; form: FormState }) {
  const t = c.get('t')
  const { scheme, rules, firstOpen, household, refusal } = own
  const clauses = rules && describeReglement(rules).find((one) => one.section === 'contribution')?.clauses
  const chosen = own.coming?.cents ?? own.pledge?.cents
  return (
    <section class="stack" id="changer">
      <h2>{t('resident.contribution.change')}</h2>
      <p>{t('resident.contribution.changeLead', { month: firstOpen })}</p>
      {clauses && (
        <Disclosure summary={t('resident.contribution.rules')}>
          <Clauses t={t} clauses={clauses} />
        </Disclosure>
      )}
      {scheme && household && !refusal && (
        <AssessmentIsland t={t} scheme={scheme} household={household} currency={c.get('caisse').currency} />
      )}
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key} summary={false}>
        <AmountField
          c={c}
          own={own}
          chosen={chosen}
          error={isOfAmount(form) ? t(form.refusal!) : undefined}
        />
        <MonthField
          name="from"
          label={t('resident.contribution.from')}
          from={firstOpen}
          to={addMonths(firstOpen, MONTHS_AHEAD)}
          value={firstOpen}
        />
        <Actions>
          <Button refusal={refusal}>{t('resident.contribution.keep')}</Button>
        </Actions>
      </Form>
    </section>
  )
}

type AmountFieldProps = {
  c: Context<CaisseEnv>
  own: OwnContribution
  chosen: number | undefined
  error: string | undefined
}

/** The steps where there are steps, any amount elsewhere. */
function AmountField({ c, own, chosen, error }: AmountFieldProps) {
  const t = c.get('t')
  const simple = own.scheme && simpleScheme(own.scheme)
  const field = { name: 'amount', label: t('resident.contribution.amount'), ...(error && { error }) }
  if (simple?.kind !== 'steps' || !simple.amountsCents)
    return <MoneyField {...field} {...(chosen !== undefined && { value: chosen })} />
  const plain = (cents: number) => formatMoney(cents, conventions(t.locale))
  return (
    <SelectField
      {...field}
      width="medium"
      options={simple.amountsCents.map((cents) => ({ value: plain(cents), label: t.money(cents) }))}
      {...(chosen !== undefined && { value: plain(chosen) })}
    />
  )
}

/** A pause or less for a while: asked with dates and an amount, never a reason. */
function Easier({ c, own }: { c: Context<CaisseEnv>; own: OwnContribution }) {
  const t = c.get('t')
  const { exceptions, request } = own
  if (own.refusal) return null
  return (
    <section class="stack">
      <h2>{t('resident.less.title')}</h2>
      {exceptions.map((one) => (
        <p key={one.id}>
          {t('resident.less.agreed', {
            cents: one.cents,
            fromMonth: one.fromMonth,
            untilMonth: one.untilMonth,
          })}
        </p>
      ))}
      {request ? (
        <Card look="sunk">
          <p>
            {t('resident.less.asked', {
              cents: request.cents,
              fromMonth: request.fromMonth,
              untilMonth: request.untilMonth,
            })}
          </p>
          <form method="post" action={hrefOf(c, `/moi/cotisation/moins/${request.id}/retirer`)}>
            <input type="hidden" name="key" value={freshForm().key} />
            <Button kind="quiet">{t('resident.less.withdraw')}</Button>
          </form>
        </Card>
      ) : (
        <>
          <p>{t('resident.less.lead')}</p>
          <Actions>
            <LinkButton href={hrefOf(c, '/moi/cotisation/moins')}>{t('resident.less.ask')}</LinkButton>
          </Actions>
        </>
      )}
    </section>
  )
}

function Received({
  c,
  months,
  receipts,
  carried,
}: {
  c: Context<CaisseEnv>
  months: readonly ReceivedOfMonth[]
  receipts: readonly Receipt[]
  carried: readonly Carried[]
}) {
  const t = c.get('t')
  const all = [...receipts, ...carried]
  if (months.length === 0 && all.length === 0) return null
  return (
    <section class="stack">
      <h2>{t('resident.received.title')}</h2>
      <DataTable
        dense
        caption={t('resident.received.title')}
        columns={[
          { label: t('kit.figure.month'), heading: true, cell: (one) => t.month(one.month) },
          {
            label: t('resident.received.expected'),
            numeric: true,
            cell: (one) => <Money cents={one.cents - one.waivedCents} />,
          },
          {
            label: t('resident.received.received'),
            numeric: true,
            key: true,
            cell: (one) => <Money cents={one.receivedCents} />,
          },
        ]}
        rows={months.slice(0, MONTHS_SHOWN)}
        keyOf={(one) => one.month}
      />
      {months.length > MONTHS_SHOWN && <p class="soft small">{t('resident.contribution.monthsMore')}</p>}
      {all.length > 0 && (
        <Disclosure summary={t('resident.received.each')}>
          <RowList>
            {receipts.map((one) => (
              <RowItem
                key={one.id}
                title={t.day(one.receivedOn)}
                text={one.undoesReceiptId ? t('resident.received.undoes') : t(`dues.method.${one.method}`)}
                aside={<Money cents={one.undoesReceiptId ? -one.cents : one.cents} />}
              />
            ))}
            {carried.map((one) => (
              <RowItem
                key={one.gestureId}
                title={t.day(one.on)}
                text={t(one.otherId === null ? 'resident.received.before' : 'resident.received.carried')}
                aside={<Money cents={one.cents} />}
              />
            ))}
          </RowList>
        </Disclosure>
      )}
      <Actions>
        <LinkButton href={hrefOf(c, '/moi/releve')} icon="document">
          {t('resident.statement.open')}
        </LinkButton>
      </Actions>
    </section>
  )
}
