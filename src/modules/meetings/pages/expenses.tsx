import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, MoneyField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { PAYERS, recordExpense, removeExpense } from '../actions/preparation.ts'
import { getMeeting } from '../store/meetings.ts'
import { EXPENSE_KINDS, expensesOf } from '../store/preparation.ts'
import { MEETING, meetingHref, MeetingTabs, only, told, trailTo } from './shared.tsx'

/** What was paid for people to come and for their time: seen by who coordinates and who keeps the money. */
export const expenses = new Hono<CaisseEnv>()

const EXPENSES = `${MEETING}/depenses` as const

expenses.get(EXPENSES, only(PAYERS), async (c) => html(await expensesPage(c, freshForm())))

expenses.post(EXPENSES, only(PAYERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      recordExpense(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        kind: textField(fields, 'kind') as 'travel',
        paidTo: textField(fields, 'paidTo'),
        amountCents: textField(fields, 'amountCents'),
        paidOn: textField(fields, 'paidOn'),
        note: textField(fields, 'note'),
      }),
    done: () => meetingHref(c, '/depenses?fait=oui'),
    again: (form) => expensesPage(c, form),
  }),
)

expenses.post(`${EXPENSES}/retirer`, only(PAYERS), (c) =>
  answerForm(c, {
    act: (fields, key) => removeExpense(callOf(c, key), { expenseId: textField(fields, 'expenseId') }),
    done: () => meetingHref(c, '/depenses?fait=oui'),
    again: (form) => expensesPage(c, form),
  }),
)

async function expensesPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, paid } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    paid: await expensesOf(tx, c.req.param('meeting')!),
  }))
  const total = paid.reduce((sum, { amountCents }) => sum + amountCents, 0)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={total === 0 ? t('meetings.expenses.none') : t('meetings.expenses.title', { cents: total })}
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('meetings.done.saved'))}
    >
      <MeetingTabs c={c} current="/depenses" />
      {paid.length === 0 ? (
        <EmptyState title={t('meetings.expenses.nothing')} icon="money">
          <p>{t('meetings.expenses.nothingText')}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={t('meetings.expenses.caption')}
          columns={[
            { label: t('meetings.expenses.paidTo'), heading: true, cell: (one) => one.paidTo },
            { label: t('meetings.expenses.kind'), cell: (one) => t(`meetings.expense.${one.kind}`) },
            { label: t('meetings.expenses.paidOn'), cell: (one) => t.day(one.paidOn) },
            { label: t('meetings.expenses.note'), cell: (one) => one.note || '–' },
            {
              label: t('meetings.expenses.amount'),
              numeric: true,
              cell: (one) => <Money cents={one.amountCents} />,
            },
            {
              label: t('meetings.expenses.remove'),
              bare: true,
              cell: (one) => (
                <form method="post" action={meetingHref(c, '/depenses/retirer')}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="expenseId" value={one.id} />
                  <Button kind="quiet" icon="delete">
                    {t('meetings.expenses.remove')}
                    <span class="visually-hidden"> – {one.paidTo}</span>
                  </Button>
                </form>
              ),
            },
          ]}
          rows={paid}
          keyOf={({ id }) => id}
          foot={[t('meetings.expenses.total'), '', '', '', <Money key="total" cents={total} />, '']}
        />
      )}
      <Card title={t('meetings.expenses.add')} icon="add">
        <p class="soft">{t('meetings.expenses.addText')}</p>
        <Form
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
          action={meetingHref(c, '/depenses')}
        >
          <div class="form-row">
            <TextField name="paidTo" label={t('meetings.expenses.paidTo')} maxLength={160} />
            <SelectField
              name="kind"
              label={t('meetings.expenses.kind')}
              value="travel"
              options={EXPENSE_KINDS.map((kind) => ({ value: kind, label: t(`meetings.expense.${kind}`) }))}
            />
          </div>
          <div class="form-row">
            <MoneyField name="amountCents" label={t('meetings.expenses.amount')} />
            <DateField
              name="paidOn"
              label={t('meetings.expenses.paidOn')}
              value={c.get('today')}
              max={c.get('today')}
            />
          </div>
          <TextField name="note" label={t('meetings.expenses.note')} maxLength={200} optional />
          <Actions>
            <Button kind="primary" icon="save">
              {t('meetings.expenses.confirm')}
            </Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}
