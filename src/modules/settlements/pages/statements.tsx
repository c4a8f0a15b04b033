import { Hono, type Context } from 'hono'
import { inCaisse, type CaisseTx } from '../../../db/db.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { addMonths, dayAt, firstDay, monthOf } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { html } from '../../../kit/http.ts'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { TillPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, EmptyState, Money, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { agreementsOf } from '../../accreditation/store.ts'
import type { Caisse } from '../../caisses/store.ts'
import { balanceOf } from '../../ledger/store.ts'
import { outletOf, tillFrame, type TillEnv } from '../../payments/pages/device.ts'
import { outletDayTotal } from '../../payments/store/journal.ts'
import { printLineStatement } from '../statement-paper.ts'
import { outletStatement } from '../statement.ts'
import { findBatch } from '../store.ts'

export const statements = new Hono<TillEnv>()

/** As far back as a bookkeeper asks. */
const MONTHS_SHOWN = 24

statements.get('/encaisser/releves', async (c) => {
  const t = c.get('t')
  const caisses = await readAll(c)
  const todayCents = caisses.reduce((sum, { today }) => sum + today.totalCents, 0)
  const owedCents = caisses.reduce((sum, one) => sum + one.owedCents, 0)
  return html(
    <TillPage {...tillFrame(c, '/releves')} title={t('outlets.statements.title', { owedCents })}>
      <Stats>
        <Stat label={t('outlets.statements.today')} value={<Money cents={todayCents} />} />
        <Stat label={t('outlets.statements.owed')} value={<Money cents={owedCents} />} />
      </Stats>
      {caisses.map((one) => (
        <InCaisse key={one.caisse.slug} c={c} {...one} several={caisses.length > 1} />
      ))}
      <p class="soft">{t('outlets.statements.nobody')}</p>
    </TillPage>,
  )
})

type Read = Awaited<ReturnType<typeof readOne>> & { caisse: Caisse }

const readAll = (c: Context<TillEnv>): Promise<Read[]> =>
  Promise.all(
    c
      .get('caisses')
      .map((caisse) =>
        inCaisse(c.get('app').db, caisse.id, async (tx) => ({ caisse, ...(await readOne(c, tx, caisse)) })),
      ),
  )

async function readOne(c: Context<TillEnv>, tx: CaisseTx, caisse: Caisse) {
  const { outletId } = outletOf(c)
  const today = dayAt(c.get('app').now(), caisse.time_zone)
  const agreements = await agreementsOf(tx, outletId)
  const accounts = [...new Set(agreements.map(({ accountId }) => accountId))]
  const balances = await Promise.all(accounts.map((account) => balanceOf(tx, account)))
  const { settlements } = await outletStatement(tx, outletId, {
    from: firstDay(addMonths(monthOf(today), -MONTHS_SHOWN)),
    to: today,
  })
  const payments = await Promise.all(
    settlements
      .toReversed()
      .map(async (line) => ({ ...line, executionOn: (await findBatch(tx, line.batchId))!.executionOn })),
  )
  return {
    agreements,
    today: await outletDayTotal(tx, outletId, today),
    owedCents: balances.reduce((sum, cents) => sum + cents, 0),
    payments,
  }
}

function InCaisse({
  c,
  caisse,
  agreements,
  payments,
  owedCents,
  several,
}: Read & { c: Context<TillEnv>; several: boolean }) {
  const t = c.get('t')
  return (
    <section class="stack">
      <h2>{several ? caisse.name : t('outlets.statements.payments')}</h2>
      {several && (
        <p>
          {t('outlets.statements.owed')} <Money cents={owedCents} />
        </p>
      )}
      {payments.length === 0 ? (
        <EmptyState title={t('outlets.statements.none')} icon="bank">
          <p>{t('outlets.statements.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {payments.map((payment) => (
            <RowLink
              key={payment.endToEndId}
              href={`/encaisser/releves/${caisse.slug}/${payment.batchId}/${payment.line}`}
              icon="statements"
              title={t('outlets.statements.line', { numberText: `${payment.batchNumber}-${payment.line}` })}
              text={whenPaid(t, payment)}
              aside={<Money cents={payment.amountCents} />}
            />
          ))}
        </RowList>
      )}
      <Card title={t('outlets.statements.agreement')} icon="agreement">
        {agreements.map((agreement) => (
          <DefinitionList
            key={agreement.id}
            items={[
              { term: t('outlets.agreement.with'), value: caisse.name },
              { term: t('outlets.agreement.signedOn'), value: t.day(agreement.signedOn) },
              { term: t('outlets.agreement.term'), value: sayTerm(t, agreement) },
              { term: t('outlets.agreement.scope'), value: agreement.scope },
            ]}
          />
        ))}
      </Card>
    </section>
  )
}

type Payment = Read['payments'][number]

function whenPaid(t: Translate, { status, statusOn, executionOn }: Payment): string {
  if (status === 'executed') return t('outlets.statements.paid', { day: statusOn ?? executionOn })
  if (status === 'returned') return t('outlets.statements.again')
  return t('outlets.statements.planned', { day: executionOn })
}

const sayTerm = (t: Translate, { fromOn, toOn }: { fromOn: string; toOn: string | null }): string =>
  toOn === null
    ? t('outlets.agreement.since', { day: fromOn })
    : t('outlets.agreement.fromTo', { fromText: t.day(fromOn), toText: t.day(toOn) })

// The very paper that the treasury has; another outlet's is not there.
statements.get('/encaisser/releves/:slug/:batch{[0-9a-f-]{36}}/:line{[0-9]{1,4}}', async (c) => {
  const app = c.get('app')
  const { outletId } = outletOf(c)
  const caisse = c.get('caisses').find(({ slug }) => slug === c.req.param('slug'))
  if (!caisse) throw new Refusal('unknown_line', {}, 404)
  const { name, pdf } = await inCaisse(app.db, caisse.id, (tx) =>
    printLineStatement(
      tx,
      { batchId: c.req.param('batch'), line: Number(c.req.param('line')), outletId },
      app.now(),
    ),
  )
  return new Response(pdf, {
    headers: { 'content-type': 'application/pdf', 'content-disposition': `attachment; filename="${name}"` },
  })
})
