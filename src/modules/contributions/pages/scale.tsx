import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { share } from '../../../kit/cents.ts'
import { monthOf } from '../../../kit/month.ts'
import { PrintPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { Clauses } from '../../caisses/pages/clauses.tsx'
import { describeReglement } from '../../caisses/rules/describe.ts'
import type { Assessment, ContributionScheme } from '../../caisses/rules/reglement.ts'
import { listReglementVersions } from '../../caisses/store.ts'
import { frameOf, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { floorFor, inputsOf, simpleScheme } from '../rules/suggestion.ts'
import { AssessmentIsland } from './assessment-island.tsx'

/** The grid of contributions on paper, so that nobody says an income aloud. Open to everyone. */
export const scale = new Hono<CaisseEnv>()

scale.use('/c/:slug/bareme', readCaisse)

scale.get('/c/:slug/bareme', async (c) => {
  const t = c.get('t')
  const caisse = c.get('caisse')
  const versions = await read(c, listReglementVersions)
  const inForce = versions.find(({ validFrom }) => validFrom <= monthOf(c.get('today')))
  const frame = { t, title: t('grid.title'), caisse: frameOf(c).caisse, practice: caisse.practice }
  if (!inForce)
    return html(
      <PrintPage {...frame}>
        <h1>{t('grid.title')}</h1>
        <EmptyState title={t('grid.none')} icon="rules">
          <p>{t('grid.noneText')}</p>
        </EmptyState>
      </PrintPage>,
    )
  const scheme = inForce.content.contribution
  const { clauses } = describeReglement(inForce.content).find(({ section }) => section === 'contribution')!
  return html(
    <PrintPage
      {...frame}
      help={
        <>
          <p>{t(inputsOf(scheme).length > 0 ? 'grid.help' : 'grid.helpPaper')}</p>
          <AssessmentIsland
            t={t}
            scheme={scheme}
            household={{ adults: 1, children: [] }}
            currency={caisse.currency}
            amount={null}
            asksPersons
          />
        </>
      }
    >
      <div>
        <h1>{t('grid.title')}</h1>
        <p>{`${caisse.name} – ${t('grid.from', { month: inForce.validFrom })}`}</p>
      </div>
      <p>
        <strong>{t('grid.lead')}</strong>
      </p>
      <Amounts t={t} scheme={scheme} />
      {!hasGrid(scheme) && (
        <section>
          <h2>{t('grid.rules')}</h2>
          <Clauses t={t} clauses={clauses} />
        </section>
      )}
      {takesMoney(scheme) && (
        <>
          <p>{t('grid.advice')}</p>
          <section class="cut">
            <h2>{t('grid.slip')}</h2>
            <p>{t('grid.slipText')}</p>
            <p class="write-line" />
            <p>{t('grid.slipName')}</p>
            <p class="write-line" />
          </section>
        </>
      )}
    </PrintPage>,
  )
})

const takesMoney = (scheme: ContributionScheme): boolean =>
  !['time', 'grant', 'price_choice'].includes(simpleScheme(scheme).kind)

function hasGrid(scheme: ContributionScheme): boolean {
  const simple = simpleScheme(scheme)
  return simple.kind === 'self_assessed' && simple.assessment !== null
}

const SIZES = [1, 2, 3, 4, 5, 6]

type AmountsProps = { t: Translate; scheme: ContributionScheme }

function Amounts({ t, scheme }: AmountsProps) {
  const simple = simpleScheme(scheme)
  if (!takesMoney(scheme)) return <p>{t('grid.noMoney')}</p>
  return (
    <>
      <Least t={t} scheme={scheme} />
      {simple.kind === 'self_assessed' && simple.assessment && <Grid t={t} assessment={simple.assessment} />}
      {simple.kind === 'share_of_income' && (
        <Incomes t={t} scheme={scheme} basisPoints={simple.basisPoints} />
      )}
    </>
  )
}

/** By size of household, where it matters. */
function Least({ t, scheme }: AmountsProps) {
  const floors = SIZES.map((persons) => ({
    persons,
    cents: floorFor(scheme, { id: '', adults: persons, children: [] }),
  }))
  const same = new Set(floors.map(({ cents }) => cents)).size === 1
  if (same && floors[0]!.cents === 0) return null
  return (
    <section>
      <h2>{t('grid.least')}</h2>
      {same ? (
        <p>
          <Money cents={floors[0]!.cents} />
        </p>
      ) : (
        <DataTable
          caption={t('grid.least')}
          dense
          rows={floors}
          keyOf={({ persons }) => String(persons)}
          columns={[
            {
              label: t('grid.household'),
              heading: true,
              cell: ({ persons }) => t('grid.persons', { count: persons }),
            },
            { label: t('grid.perMonth'), numeric: true, cell: ({ cents }) => <Money cents={cents} /> },
          ]}
        />
      )}
    </section>
  )
}

function Grid({ t, assessment }: { t: Translate; assessment: Assessment }) {
  return (
    <section class="stack">
      <h2>{t('grid.compute')}</h2>
      {assessment.criteria.map((one, i) => (
        <section class="stack" key={one.input}>
          <h3>{t('grid.step', { numberText: i + 1, inputText: t(`resident.assess.${one.input}`) })}</h3>
          {one.perPerson && <p>{t('grid.each')}</p>}
          {'basisPoints' in one ? (
            <p>{t('grid.rate', { rate: one.basisPoints / 10_000 })}</p>
          ) : (
            <Bands t={t} caption={t(`resident.assess.${one.input}`)} bands={one.bands} />
          )}
          <p class="write-line">{t('grid.mine')}</p>
        </section>
      ))}
      {assessment.kind === 'points' ? (
        <>
          <p>{t('grid.combine.points')}</p>
          <DataTable
            caption={t('grid.suggested')}
            dense
            rows={assessment.amounts}
            keyOf={({ fromPoints }) => String(fromPoints)}
            columns={[
              {
                label: t('grid.totalPoints'),
                heading: true,
                cell: ({ fromPoints }) => t('grid.points', { count: fromPoints }),
              },
              { label: t('grid.suggested'), numeric: true, cell: ({ cents }) => <Money cents={cents} /> },
            ]}
          />
        </>
      ) : (
        assessment.criteria.length > 1 && <p>{t(`grid.combine.${assessment.combine}`)}</p>
      )}
    </section>
  )
}

type Band = { fromCents: number } & ({ cents: number } | { points: number })

function Bands({ t, caption, bands }: { t: Translate; caption: string; bands: readonly Band[] }) {
  return (
    <DataTable
      caption={caption}
      dense
      rows={bands}
      keyOf={({ fromCents }) => String(fromCents)}
      columns={[
        { label: t('grid.if'), heading: true, cell: ({ fromCents }) => <Money cents={fromCents} /> },
        {
          label: t('grid.then'),
          numeric: true,
          cell: (band) =>
            'cents' in band ? <Money cents={band.cents} /> : t('grid.points', { count: band.points }),
        },
      ]}
    />
  )
}

const INCOMES = [500_00, 800_00, 1_000_00, 1_300_00, 1_600_00, 2_000_00, 2_500_00, 3_000_00, 4_000_00]

function Incomes({ t, scheme, basisPoints }: AmountsProps & { basisPoints: number }) {
  const least = floorFor(scheme, { id: '', adults: 1, children: [] })
  return (
    <section>
      <h2>{t('grid.compute')}</h2>
      <DataTable
        caption={t('grid.suggested')}
        dense
        rows={INCOMES}
        keyOf={String}
        columns={[
          { label: t('grid.incomeExample'), heading: true, cell: (income) => <Money cents={income} /> },
          {
            label: t('grid.suggested'),
            numeric: true,
            cell: (income) => <Money cents={Math.max(least, share(income, basisPoints, 10_000))} />,
          },
        ]}
      />
    </section>
  )
}
