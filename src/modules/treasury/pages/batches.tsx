import { Hono, type Context } from 'hono'
import { textField } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { addDays, startOfDay, type Day } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Card, EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { Tick, TickList } from '../../../kit/ui/ticks.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { prepareBatch } from '../../settlements/actions.ts'
import { planBatch, type Aside, type BatchStatus, type Owed } from '../../settlements/rules/batch.ts'
import { nextTargetDay } from '../../settlements/rules/target-calendar.ts'
import { listBatches, owedToOutlets, type Batch } from '../../settlements/store.ts'
import {
  ActForm,
  dayAsked,
  formAt,
  HOME,
  hrefIn,
  showing,
  tickedIds,
  TreasuryPage,
  type Sent,
} from './frame.tsx'

export const batches = new Hono<CaisseEnv>()

const PATH = `${HOME}/remboursements`

const pageHref = (c: Context<CaisseEnv>) => hrefIn(c, '/remboursements')

batches.get(PATH, showing(batchesPage))

formAt(batches, `${PATH}/preparer`, {
  act: (_, fields, call) => {
    const outletIds = tickedIds(fields, 'lieu')
    if (outletIds.length === 0) throw new Refusal('nothing_ticked')
    return prepareBatch(call, {
      executionOn: textField(fields, 'executionOn'),
      upTo: textField(fields, 'upTo') || null,
      outletIds,
    })
  },
  done: (c, { batchId }) => hrefIn(c, `/remboursements/${batchId}`),
  page: batchesPage,
  home: pageHref,
  name: 'preparer',
})

async function batchesPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const now = c.get('app').now()
  const upTo = dayAsked(c, 'jusqu')
  const until = upTo ? startOfDay(addDays(upTo, 1), c.get('caisse').time_zone) : null
  const seen = await read(c, async (tx) => ({
    owed: await owedToOutlets(tx, { now, until }),
    batches: await listBatches(tx),
  }))
  const { payable, aside } = planBatch(seen.owed)
  const owedCents = payable.reduce((sum, one) => sum + one.owedCents, 0)
  return (
    <TreasuryPage
      c={c}
      tab="/remboursements"
      sent={sent}
      title={t('batches.title', { owedCents, count: payable.length })}
      lead={upTo ? t('batches.leadUpTo', { day: upTo }) : t('batches.lead')}
    >
      <Form method="get">
        <div class="form-row">
          <DateField
            name="jusqu"
            label={t('batches.prepare.upTo')}
            hint={t('batches.prepare.upToHint')}
            {...(upTo && { value: upTo })}
            max={c.get('today')}
            optional
          />
          <Button icon="filter">{t('dues.receipts.go')}</Button>
        </div>
      </Form>
      {payable.length === 0 ? (
        <EmptyState title={t('batches.none')} icon="shop">
          <p>{t('batches.noneText')}</p>
        </EmptyState>
      ) : (
        <Prepare c={c} sent={sent} payable={payable} upTo={upTo} />
      )}
      {aside.length > 0 && <AsideTable t={t} aside={aside} />}
      <section class="stack">
        <h2>{t('batches.all')}</h2>
        {seen.batches.length === 0 ? (
          <p>{t('batches.allNone')}</p>
        ) : (
          <RowList>
            {seen.batches.map((batch) => (
              <RowLink
                key={batch.id}
                href={hrefIn(c, `/remboursements/${batch.id}`)}
                title={t('batches.batch', { numberText: batch.number })}
                text={`${t.money(batch.totalCents)} · ${t.day(batch.executionOn)}`}
                aside={<BatchBadge t={t} batch={batch} />}
              />
            ))}
          </RowList>
        )}
      </section>
    </TreasuryPage>
  )
}

function Prepare({
  c,
  sent,
  payable,
  upTo,
}: {
  c: Context<CaisseEnv>
  sent: Sent
  payable: readonly Owed[]
  upTo: Day | undefined
}) {
  const t = c.get('t')
  const today = c.get('today')
  const { currency } = c.get('caisse')
  const soon = addDays(today, 2)
  return (
    <Card title={t('batches.prepare.title')} icon="send">
      <ActForm
        sent={sent}
        name="preparer"
        action={`${hrefIn(c, '/remboursements/preparer')}${upTo ? `?jusqu=${upTo}` : ''}`}
      >
        <input type="hidden" name="upTo" value={upTo ?? ''} />
        <TickList label={t('batches.prepare.outlets')}>
          {payable.map((one) => (
            <Tick
              key={one.outletId}
              name={`lieu.${one.outletId}`}
              checked={sent === null}
              title={one.outletName}
              aside={<Money cents={one.owedCents} />}
            />
          ))}
        </TickList>
        <div class="form-row">
          <DateField
            name="executionOn"
            label={t('batches.prepare.executionOn')}
            hint={t('batches.prepare.executionHint')}
            value={currency === 'EUR' ? nextTargetDay(soon) : soon}
            min={today}
          />
        </div>
        <Actions sticky>
          <Button kind="primary" icon="check">
            {t('batches.prepare.keep')}
          </Button>
        </Actions>
      </ActForm>
    </Card>
  )
}

function AsideTable({ t, aside }: { t: Translate; aside: readonly Aside[] }) {
  return (
    <section class="stack">
      <h2>{t('batches.aside')}</h2>
      <DataTable
        dense
        caption={t('batches.aside')}
        columns={[
          { label: t('batches.outlet'), heading: true, cell: (one) => one.outletName },
          {
            label: t('batches.owed'),
            numeric: true,
            key: true,
            cell: (one) => <Money cents={one.owedCents} />,
          },
          { label: t('batches.why'), cell: (one) => t(`settlements.aside.${one.reason}`) },
        ]}
        rows={aside}
        keyOf={(one) => one.outletId}
      />
    </section>
  )
}

const TONES: Record<BatchStatus, Tone> = {
  prepared: 'wait',
  released: 'info',
  closed: 'success',
  cancelled: 'refusal',
}

export function BatchBadge({ t, batch }: { t: Translate; batch: Pick<Batch, 'status'> }) {
  return <Badge tone={TONES[batch.status]}>{t(`settlements.batchStatus.${batch.status}`)}</Badge>
}
