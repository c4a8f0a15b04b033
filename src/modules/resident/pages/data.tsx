import { Hono, type Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import { fileAnswer, html } from '../../../kit/http.ts'
import type { PersonalTable, Somebody } from '../../../kit/module.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { sayCell } from '../../../kit/table-file/say.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { senderOf } from '../../caisses/letterhead.ts'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { readingsOf } from '../../payments/store/readings.ts'
import { dataPaper, type ReadTable } from '../data-paper.ts'
import { everythingOf } from '../store/everything.ts'
import { hrefOf, ownOf } from './env.tsx'

const PATH = '/c/:slug/moi/donnees'
const READINGS_SHOWN = 20

export type PersonalTables = (tx: CaisseTx, somebody: Somebody) => PersonalTable[]

export function openData(kept: PersonalTables) {
  return new Hono<CaisseEnv>()
    .get(PATH, page)
    .get(`${PATH}/json`, async (c) => {
      const { all, tables } = await readAll(c, kept)
      const { name, currency, unit_name } = c.get('caisse')
      const file = {
        caisse: { name, currency, unit: unit_name },
        madeAt: c.get('app').now(),
        ...all,
        ...Object.fromEntries(tables.map((table) => [table.name, asObjects(c, table)])),
      }
      const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 2)}\n`)
      return fileAnswer(bytes, 'application/json; charset=utf-8', 'mes-donnees.json')
    })
    .get(`${PATH}/pdf`, async (c) => {
      const { all, tables, sender } = await readAll(c, kept)
      const paper = dataPaper(all, tables, { t: c.get('t'), sender, at: c.get('app').now() })
      return fileAnswer(await printPaper(paper), 'application/pdf', 'mes-donnees.pdf')
    })
}

async function page(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const readings = await read(c, (tx) => readingsOf(tx, ownOf(c).householdId))
  return html(
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={t('resident.data.title')}
      lead={t('resident.data.lead')}
      breadcrumb={[{ href: hrefOf(c, '/moi/foyer'), label: t('caisses.person.household') }]}
    >
      <Actions>
        <LinkButton kind="primary" icon="download" href={hrefOf(c, '/moi/donnees/pdf')} download>
          {t('resident.data.pdf')}
        </LinkButton>
        <LinkButton icon="download" href={hrefOf(c, '/moi/donnees/json')} download>
          {t('resident.data.json')}
        </LinkButton>
      </Actions>
      <p>{t('resident.data.correct')}</p>
      <section class="stack">
        <h2>{t('resident.data.readings')}</h2>
        {readings.length === 0 ? (
          <p>{t('resident.data.readingsNone')}</p>
        ) : (
          <RowList>
            {readings.slice(0, READINGS_SHOWN).map((one) => (
              <RowItem
                key={one.at.toISOString()}
                icon="show"
                title={one.readerName}
                text={t.instant(one.at)}
              />
            ))}
          </RowList>
        )}
        {readings.length > READINGS_SHOWN && (
          <p class="soft small">
            {t('resident.data.readingsMore', { count: readings.length - READINGS_SHOWN })}
          </p>
        )}
      </section>
      <p class="soft small">{t('resident.data.kept')}</p>
    </PersonPage>,
  )
}

const readAll = (c: Context<CaisseEnv>, kept: PersonalTables) =>
  read(c, async (tx) => ({
    all: await everythingOf(tx, ownOf(c), c.get('app').now()),
    tables: await readTables(kept(tx, ownOf(c))),
    sender: await senderOf(tx, c.get('caisse')),
  }))

async function readTables(tables: readonly PersonalTable[]): Promise<ReadTable[]> {
  const read: ReadTable[] = []
  for (const table of tables) {
    const rows = []
    for await (const row of table.rows()) rows.push(row)
    read.push({ name: table.name, heading: table.heading, columns: table.columns, rows })
  }
  return read
}

/** Each row under the headings that people read; days, hours and amounts as they are kept. */
const asObjects = (c: Context<CaisseEnv>, { columns, rows }: ReadTable) =>
  rows.map((row) =>
    Object.fromEntries(
      columns.map(({ heading, kind }, i) => {
        const cell = row[i]!
        return [c.get('t')(heading), kind === 'word' ? sayCell(cell, kind, c.get('t')) : cell]
      }),
    ),
  )
