import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { senderOf } from '../../caisses/letterhead.ts'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { getHousehold } from '../../people/store/households.ts'
import { COLUMNS, rightsText, statementPaper } from '../statement-paper.ts'
import { yearlyStatement } from '../store/statement.ts'
import { hrefOf, ownOf } from './env.tsx'

export const statement = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/releve'

statement.get(PATH, (c) => c.redirect(hrefOf(c, `/moi/releve/${c.get('today').slice(0, 4)}`), 303))

statement.get(`${PATH}/:year{[0-9]{4}}`, async (c) => html(await statementPage(c)))

statement.get(`${PATH}/:year{[0-9]{4}}/pdf`, async (c) => {
  const { household, year, sender } = await readStatement(c)
  const paper = statementPaper(year, { t: c.get('t'), household, sender, at: c.get('app').now() })
  return fileAnswer(await printPaper(paper), 'application/pdf', `releve-${year.year}.pdf`)
})

/** From the household's first year to this one. */
async function readStatement(c: Context<CaisseEnv>) {
  const { householdId } = ownOf(c)
  const asked = Number.parseInt(c.req.param('year')!, 10)
  const thisYear = Number(c.get('today').slice(0, 4))
  return read(c, async (tx) => {
    const household = await getHousehold(tx, householdId)
    const firstYear = Number(household.enteredOn.slice(0, 4))
    if (asked < firstYear || asked > thisYear) throw new Refusal('no_such_year', {}, 404)
    return {
      household,
      years: Array.from({ length: thisYear - firstYear + 1 }, (_, i) => thisYear - i).slice(0, 10),
      year: await yearlyStatement(tx, householdId, {
        year: asked,
        now: c.get('app').now(),
        timeZone: c.get('caisse').time_zone,
      }),
      sender: await senderOf(tx, c.get('caisse')),
    }
  })
}

async function statementPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const { year, years } = await readStatement(c)
  const { totals } = year
  const rights = (cents: number | null) => rightsText(t, cents)
  return (
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('resident.statement.pageTitle', {
        yearText: String(year.year),
        cents: totals.contributedCents,
        rightsCents: totals.allocatedCents ?? 0,
      })}
      breadcrumb={[{ href: hrefOf(c, '/moi/foyer'), label: t('caisses.person.household') }]}
    >
      {years.length > 1 && (
        <Tabs
          label={t('resident.statement.years')}
          tabs={years.map((one) => ({
            href: hrefOf(c, `/moi/releve/${one}`),
            label: String(one),
            current: one === year.year,
          }))}
        />
      )}
      <DataTable
        dense
        caption={t('resident.statement.title', { yearText: String(year.year) })}
        columns={[
          { label: t('kit.figure.month'), heading: true, cell: (one) => t.month(one.month) },
          {
            label: t(COLUMNS[0]),
            numeric: true,
            cell: (one) => <Money cents={one.contributedCents} />,
          },
          { label: t(COLUMNS[1]), numeric: true, cell: (one) => rights(one.allocatedCents) },
          { label: t(COLUMNS[2]), numeric: true, cell: (one) => rights(one.spentCents) },
          { label: t(COLUMNS[3]), numeric: true, cell: (one) => rights(one.otherCents) },
        ]}
        rows={year.months}
        keyOf={(one) => one.month}
        foot={[
          t('kit.figure.total'),
          <Money key="contributed" cents={totals.contributedCents} />,
          rights(totals.allocatedCents),
          rights(totals.spentCents),
          rights(totals.otherCents),
        ]}
      />
      <p class="soft small">{t('resident.statement.rights')}</p>
      {year.months.some((one) => one.spentCents === null) && (
        <p class="soft small">{t('resident.statement.notJoined')}</p>
      )}
      <Actions>
        <LinkButton kind="primary" icon="download" href={hrefOf(c, `/moi/releve/${year.year}/pdf`)} download>
          {t('resident.statement.pdf')}
        </LinkButton>
      </Actions>
    </PersonPage>
  )
}
