import { Hono, type Context } from 'hono'
import { lastDay, monthOf } from '../../../kit/month.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { Card, DefinitionList, Money, Notice } from '../../../kit/ui/parts.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { owedToOutlets } from '../../settlements/store.ts'
import { coverageOf } from '../rules/closing.ts'
import { listClosings } from '../store/closing.ts'
import { position } from '../store.ts'
import { readClosing, toClose, type SeenClosing } from './closing-seen.ts'
import { placeOf, StepList } from './closing-steps.tsx'
import { closingTitle } from './closings.tsx'
import { HOME, hrefIn, showing, TreasuryPage } from './frame.tsx'

export const home = new Hono<CaisseEnv>()

home.get(HOME, showing(homePage))

async function homePage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const month = await toClose(tx, today)
    return {
      ...(await readClosing(tx, { month, today })),
      position: await position(tx),
      owed: (await owedToOutlets(tx)).filter(({ owedCents, live }) => owedCents > 0 && !live),
      closed: (await listClosings(tx)).filter(({ status }) => status === 'closed').slice(0, 3),
    }
  })
  const { month, steps } = seen
  const over = month < monthOf(today)
  return (
    <TreasuryPage
      c={c}
      tab=""
      title={closingTitle(c, seen)}
      lead={t(over ? 'closing.home.lead' : 'closing.home.leadCurrent', { day: lastDay(month) })}
    >
      <Card
        title={t('closing.home.steps', { month })}
        icon="tasks"
        look="accent"
        actions={over && <NextAct c={c} seen={seen} />}
      >
        <StepList c={c} month={month} steps={steps} />
      </Card>
      {seen.owed.length > 0 && (
        <Notice
          tone="info"
          title={t('closing.home.owed', {
            count: seen.owed.length,
            owedCents: seen.owed.reduce((sum, { owedCents }) => sum + owedCents, 0),
          })}
        >
          <p>
            <a href={hrefIn(c, '/remboursements')}>{t('closing.home.owedDo')}</a>
          </p>
        </Notice>
      )}
      <Covered c={c} seen={seen.position} />
      {seen.closed.length > 0 && (
        <section class="stack">
          <h2>{t('closing.home.closed')}</h2>
          <RowList>
            {seen.closed.map(({ id, month: each, figures }) => (
              <RowLink
                key={id}
                href={hrefIn(c, `/clotures/${each}`)}
                icon="lock"
                title={t.month(each)}
                aside={<Money cents={coverageOf(figures).freeCents} />}
              />
            ))}
          </RowList>
        </section>
      )}
    </TreasuryPage>
  )
}

/** The first thing that is left to do; the figures are one step away. */
function NextAct({ c, seen: { month, steps } }: { c: Context<CaisseEnv>; seen: SeenClosing }) {
  const t = c.get('t')
  const gap = steps.flatMap(({ gaps }) => gaps).find(({ blocks }) => blocks)
  const figures = hrefIn(c, `/clotures/${month}`)
  if (!gap)
    return (
      <LinkButton kind="primary" href={figures} icon="forward">
        {t('closing.home.open')}
      </LinkButton>
    )
  return (
    <>
      <LinkButton kind="primary" href={placeOf(c, gap, month)} icon="forward">
        {t(`closing.do.${gap.kind}`)}
      </LinkButton>
      <LinkButton kind="quiet" href={figures}>
        {t('closing.home.see')}
      </LinkButton>
    </>
  )
}

/** What is held against what can be spent and what outlets are owed, today. */
function Covered({ c, seen }: { c: Context<CaisseEnv>; seen: Awaited<ReturnType<typeof position>> }) {
  const t = c.get('t')
  const { freeCents } = seen
  const line = (key: 'bank' | 'cash' | 'cheques' | 'inFlight' | 'circulation' | 'claims', cents: number) => ({
    key,
    term: t(`treasury.position.${key}`),
    value: <Money cents={cents} />,
  })
  return (
    <Card
      title={
        freeCents < 0
          ? t('closing.figures.uncovered', { cents: -freeCents })
          : t('closing.figures.covered', { cents: freeCents })
      }
      icon="bank"
    >
      <DefinitionList
        amounts
        items={[
          line('bank', seen.bankCents),
          line('cash', seen.cashCents),
          line('cheques', seen.chequesCents),
          ...(seen.inFlightCents === 0 ? [] : [line('inFlight', 0 - seen.inFlightCents)]),
          line('circulation', 0 - seen.circulationCents),
          line('claims', 0 - seen.claimsCents),
          {
            key: 'free',
            term: <strong>{t('treasury.position.free')}</strong>,
            value: <Money cents={freeCents} />,
          },
        ]}
      />
    </Card>
  )
}
