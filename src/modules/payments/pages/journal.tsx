import { Hono, type Context } from 'hono'
import { inCaisse } from '../../../db/db.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { addDays, dayAt, DayValue, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MoneyField } from '../../../kit/ui/inputs.tsx'
import { TillPage } from '../../../kit/ui/pages.tsx'
import { Badge, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { Caisse } from '../../caisses/store.ts'
import { refund } from '../actions/refund.ts'
import { outletDayTotal, outletJournal, type OutletLine } from '../store/journal.ts'
import { outletOf, payingDevice, tillFrame, zoneOf, type TillEnv } from './device.ts'

export const journal = new Hono<TillEnv>()

type Line = OutletLine & { caisse: Caisse }

journal.get('/encaisser/journal', async (c) => {
  const t = c.get('t')
  const today = dayAt(c.get('app').now(), zoneOf(c))
  const day = DayValue.safeParse(c.req.query('jour')).data ?? today
  const { lines, payments, totalCents } = await readDay(c, day)
  return html(
    <TillPage
      {...tillFrame(c, '/journal')}
      title={t('purchases.journal.title', { day })}
      lead={lines.length > 0 && t('purchases.journal.lead', { count: payments, totalCents })}
    >
      <DataTable
        caption={t('purchases.journal.title', { day })}
        dense
        columns={[
          { label: t('purchases.journal.time'), heading: true, cell: (line) => t.time(line.at) },
          {
            label: t('purchases.journal.number'),
            cell: (line) => line.numberEnd && t('purchases.journal.endsWith', { endText: line.numberEnd }),
          },
          {
            label: t('purchases.journal.amount'),
            numeric: true,
            key: true,
            cell: (line) => <Money cents={line.kind === 'payment' ? line.amountCents : -line.amountCents} />,
          },
          {
            label: t('purchases.journal.act'),
            bare: true,
            cell: (line) =>
              line.kind === 'payment' && line.refundedCents < line.amountCents ? (
                <LinkButton
                  href={`/encaisser/journal/${line.gestureId}?jour=${day}`}
                  kind="quiet"
                  icon="undo"
                >
                  {t('purchases.journal.refund')}
                </LinkButton>
              ) : (
                <Badge icon="undo">
                  {t(line.kind === 'payment' ? 'purchases.journal.refunded' : 'payments.kind.refund')}
                </Badge>
              ),
          },
        ]}
        rows={lines}
        keyOf={(line) => line.gestureId}
        empty={
          <EmptyState title={t('purchases.journal.none')} icon="journal">
            <p>{t('purchases.journal.noneText')}</p>
          </EmptyState>
        }
      />
      <Actions>
        <LinkButton href={`/encaisser/journal?jour=${addDays(day, -1)}`} icon="back">
          {t('purchases.journal.before')}
        </LinkButton>
        {day < today && (
          <LinkButton href={`/encaisser/journal?jour=${addDays(day, 1)}`}>
            {t('purchases.journal.after')}
          </LinkButton>
        )}
      </Actions>
    </TillPage>,
  )
})

journal.get('/encaisser/journal/:payment{[0-9a-f-]{36}}', async (c) => html(await refundPage(c, freshForm())))

journal.post('/encaisser/journal/:payment{[0-9a-f-]{36}}', (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const line = await findLine(c)
      return refund(
        { app: c.get('app'), actor: await payingDevice(c), caisseId: line.caisse.id, key },
        { paymentGestureId: line.gestureId, amountCents: textField(fields, 'amountCents') },
      )
    },
    done: () => journalOf(c),
    again: (form) => refundPage(c, form),
  }),
)

/** Refusals that the amount field tells. */
const REFUSED_AMOUNTS: ReadonlySet<string> = new Set(['refund_too_large'])

async function refundPage(c: Context<TillEnv>, form: FormState) {
  const t = c.get('t')
  const line = await findLine(c)
  return (
    <TillPage
      {...tillFrame(c, '/journal')}
      title={t('purchases.refund.title')}
      lead={t('purchases.refund.lead', { cents: line.amountCents, timeText: t.time(line.at) })}
      notice={
        form.refusal &&
        !REFUSED_AMOUNTS.has(form.refusal.code) && <Notice tone="refusal" title={t(form.refusal)} />
      }
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key} summary={false}>
        <MoneyField
          name="amountCents"
          label={t('purchases.refund.amount')}
          value={line.amountCents - line.refundedCents}
          big
          {...(form.refusal && REFUSED_AMOUNTS.has(form.refusal.code) && { error: t(form.refusal) })}
        />
        <Actions>
          <Button kind="primary">{t('purchases.refund.confirm')}</Button>
          <LinkButton href={journalOf(c)} kind="quiet">
            {t('purchases.refund.back')}
          </LinkButton>
        </Actions>
      </Form>
    </TillPage>
  )
}

/** The journal of the day one came from. */
function journalOf(c: Context<TillEnv>): string {
  const day = DayValue.safeParse(c.req.query('jour')).data
  return day ? `/encaisser/journal?jour=${day}` : '/encaisser/journal'
}

/** The outlet's day in all its caisses, the latest first. */
async function readDay(c: Context<TillEnv>, day: Day) {
  const app = c.get('app')
  const { outletId } = outletOf(c)
  const days = await Promise.all(
    c.get('caisses').map((caisse) =>
      inCaisse(app.db, caisse.id, async (tx) => ({
        total: await outletDayTotal(tx, outletId, day),
        lines: (await outletJournal(tx, outletId, day, app.now())).map((line): Line => ({ ...line, caisse })),
      })),
    ),
  )
  return {
    lines: days.flatMap((each) => each.lines).sort((a, b) => b.at.getTime() - a.at.getTime()),
    payments: days.reduce((sum, each) => sum + each.total.payments, 0),
    totalCents: days.reduce((sum, each) => sum + each.total.totalCents, 0),
  }
}

async function findLine(c: Context<TillEnv>): Promise<Line> {
  const day = DayValue.safeParse(c.req.query('jour')).data ?? dayAt(c.get('app').now(), zoneOf(c))
  const { lines } = await readDay(c, day)
  const line = lines.find((each) => each.gestureId === c.req.param('payment') && each.kind === 'payment')
  if (!line) throw new Refusal('unknown_payment', {}, 404)
  return line
}
