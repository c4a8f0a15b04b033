import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { addMonths, monthOf } from '../../../kit/month.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MoneyField, MonthField } from '../../../kit/ui/inputs.tsx'
import { Card, DefinitionList, Disclosure, Money } from '../../../kit/ui/parts.tsx'
import { callOf, read, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import {
  changePledge,
  endException,
  firstOpenMonthOf,
  grantException,
} from '../../contributions/actions/pledges.ts'
import { listExceptions, listPledges, type AgreedException } from '../../contributions/store/pledges.ts'
import { getHousehold } from '../../people/store/households.ts'
import { FILE, fileHref, HouseholdPage } from './frame.tsx'

/** What a household gives is the coordination's to read and change, with the person beside it. */
export const contribution = new Hono<CaisseEnv>()

const PAGE = `${FILE}/cotisation`

type Sent = { name: 'engagement' | 'derogation' | 'fin'; form: FormState } | null

contribution.use(`${PAGE}/*`, async (c, next) => (requireRole(c, ['coordinator']), next()))
contribution.use(PAGE, async (c, next) => (requireRole(c, ['coordinator']), next()))

contribution.get(PAGE, async (c) => html(await page(c, null)))

contribution.post(`${PAGE}/engagement`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changePledge(callOf(c, key), {
        householdId: c.req.param('household'),
        amount: textField(fields, 'amount'),
        from: textField(fields, 'from'),
        thirdPartyName: null,
      }),
    done: () => fileHref(c, '?fait=cotisation'),
    again: (form) => page(c, { name: 'engagement', form }),
  }),
)

contribution.post(`${PAGE}/derogation`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      grantException(callOf(c, key), {
        householdId: c.req.param('household'),
        amount: textField(fields, 'amount'),
        fromMonth: textField(fields, 'fromMonth'),
        untilMonth: textField(fields, 'untilMonth'),
      }),
    done: () => fileHref(c, '?fait=derogation'),
    again: (form) => page(c, { name: 'derogation', form }),
  }),
)

contribution.post(`${PAGE}/derogation/fin`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      endException(callOf(c, key), {
        exceptionId: textField(fields, 'exceptionId'),
        untilMonth: textField(fields, 'untilMonth'),
      }),
    done: () => fileHref(c, '?fait=derogation'),
    again: (form) => page(c, { name: 'fin', form }),
  }),
)

async function page(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const month = monthOf(c.get('today'))
  const { household, pledges, exceptions, from } = await read(c, async (tx) => {
    const household = await getHousehold(tx, c.req.param('household')!)
    return {
      household,
      pledges: await listPledges(tx, household.id),
      exceptions: await listExceptions(tx, household.id),
      from: await firstOpenMonthOf(tx, household.id),
    }
  })
  const current = pledges.find((one) => one.fromMonth <= month)
  const live = exceptions.find((one) => month <= one.untilMonth)
  const stateOf = (name: NonNullable<Sent>['name']) => (sent?.name === name ? sent.form : freshForm())
  const changed = stateOf('engagement')
  const agreed = stateOf('derogation')
  const until = addMonths(from, 23)
  return (
    <HouseholdPage
      c={c}
      household={household}
      {...(sent && { form: sent.form })}
      title={
        current ? t('life.contribution.title', { cents: current.cents }) : t('life.contribution.titleNone')
      }
      lead={t('life.contribution.lead')}
    >
      <Card title={t('life.contribution.change')} icon="wheat">
        <Form
          action={fileHref(c, '/cotisation/engagement')}
          issues={changed.issues}
          typed={changed.typed}
          idempotencyKey={changed.key}
        >
          <div class="form-row">
            <MoneyField
              name="amount"
              label={t('life.contribution.amount')}
              {...(current && { value: current.cents })}
            />
            <MonthField name="from" label={t('life.contribution.from')} from={from} to={until} value={from} />
          </div>
          <Actions>
            <Button kind="primary">{t('life.contribution.keep')}</Button>
          </Actions>
        </Form>
      </Card>
      {live ? <LiveException c={c} exception={live} form={stateOf('fin')} /> : null}
      <Disclosure summary={t('life.exception.title')} open={sent?.name === 'derogation'}>
        <p class="soft">{t('life.exception.text')}</p>
        <Form
          action={fileHref(c, '/cotisation/derogation')}
          issues={agreed.issues}
          typed={agreed.typed}
          idempotencyKey={agreed.key}
        >
          <div class="form-row">
            <MoneyField name="amount" label={t('life.exception.amount')} />
            <MonthField
              name="fromMonth"
              label={t('life.contribution.from')}
              from={from}
              to={until}
              value={from}
            />
            <MonthField
              name="untilMonth"
              label={t('life.exception.until')}
              from={from}
              to={until}
              value={addMonths(from, 2)}
            />
          </div>
          <Actions>
            <Button>{t('life.exception.agree')}</Button>
          </Actions>
        </Form>
      </Disclosure>
      <section class="stack">
        <h2>{t('life.contribution.history')}</h2>
        <DefinitionList
          amounts
          items={[
            ...exceptions.map((one) => ({
              key: one.id,
              term: t('life.exception.line', { month: one.fromMonth, untilMonth: one.untilMonth }),
              value: <Money cents={one.cents} />,
            })),
            ...pledges.map((one, i) => ({
              key: `${one.fromMonth} ${i}`,
              term: t('life.contribution.line', {
                month: one.fromMonth,
                instantText: t.instant(one.chosenAt),
              }),
              value: <Money cents={one.cents} />,
            })),
          ]}
        />
      </section>
    </HouseholdPage>
  )
}

function LiveException({
  c,
  exception,
  form,
}: {
  c: Context<CaisseEnv>
  exception: AgreedException
  form: FormState
}) {
  const t = c.get('t')
  const month = monthOf(c.get('today'))
  return (
    <Card
      title={t('life.exception.live', { cents: exception.cents, untilMonth: exception.untilMonth })}
      icon="approve"
    >
      <Form
        action={fileHref(c, '/cotisation/derogation/fin')}
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
      >
        <input type="hidden" name="exceptionId" value={exception.id} />
        <div class="form-row">
          <MonthField
            name="untilMonth"
            label={t('life.exception.newEnd')}
            from={month < exception.fromMonth ? exception.fromMonth : month}
            to={addMonths(month, 23)}
            value={exception.untilMonth}
          />
          <Button>{t('life.exception.changeEnd')}</Button>
        </div>
      </Form>
    </Card>
  )
}
