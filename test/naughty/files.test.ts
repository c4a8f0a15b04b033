import { stringify } from 'csv-stringify/sync'
import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { inCaisse } from '../../src/db/db.ts'
import { translator } from '../../src/kit/i18n/translate.ts'
import type { TableExport } from '../../src/kit/table-file.ts'
import { writeCsv, writeXlsx } from '../../src/kit/table-file/write.ts'
import { modules } from '../../src/modules.ts'
import { CONTACT_FIELDS } from '../../src/modules/directory/rules/contact-file.ts'
import { FIELDS } from '../../src/modules/people/rules/household-file/columns.ts'
import { givenWorld } from '../access/viewers.ts'
import type { Answer } from '../given-pages.ts'
import { test } from '../seeded.ts'
import { filledIn } from './forms.ts'
import { formsOf } from './pages-seen.ts'
import { FULL, isMarkup, NAUGHTY } from './strings.ts'

const LONG = { timeout: 600_000 }
const t = translator('fr')

const IMPORTS = [
  {
    path: '/import',
    heading: (field: string) => t(`opening.import.field.${field as 'household'}`),
    fields: FIELDS,
  },
  {
    path: '/annuaire/import',
    heading: (field: string) => t(`directory.import.field.${field as 'givenName'}`),
    fields: CONTACT_FIELDS,
  },
] as const

/** What a page says back is text, and the server goes on. */
function wrongIn({ status, html }: Answer, where: string): string[] {
  if (status >= 500) return [`${status} ${where}`]
  const raw = NAUGHTY.find((text) => isMarkup(text) && html.includes(text))
  return raw === undefined ? [] : [`${where} shows ${JSON.stringify(raw)}`]
}

/** As a spreadsheet keeps it: 32,000 characters in a cell at most. */
async function xlsxOf(
  header: readonly string[],
  rows: readonly string[][],
): Promise<Uint8Array<ArrayBuffer>> {
  const table: TableExport = {
    name: 'x',
    columns: header.map(() => ({ heading: 'people.export.household', kind: 'text' })),
    async *rows() {
      yield header
      yield* rows.map((cells) => cells.map((cell) => cell.slice(0, 32_000)))
    },
  }
  return new Uint8Array(await writeXlsx([table], t))
}

describe('naughty strings, in files that come in (F16)', () => {
  test('as the name of any file, in any form: answered, shown as text', LONG, async ({ app }) => {
    const world = await givenWorld(app)
    const forms = (await formsOf(world, ['coordinator'])).filter(({ form }) =>
      form.fields.some(({ kind }) => kind === 'file'),
    )
    const wrong: string[] = []
    let sent = 0
    for (const [turn, { form, browser }] of forms.entries()) {
      let next: string | null = null
      for (const name of NAUGHTY.filter((_, n) => FULL || n % (forms.length * 4) === turn)) {
        sent += 1
        const files = form.fields
          .filter(({ kind }) => kind === 'file')
          .map(({ name: field }) => [field, new File(['prénom;nom\nIris;Endive\n'], name)] as const)
        const typed = { ...filledIn(form, sent), key: uuid(), ...Object.fromEntries(files) }
        const answer = await browser.upload(form.action, typed)
        wrong.push(...wrongIn(answer, `${form.action}, a file called ${JSON.stringify(name.slice(0, 40))}`))
        next = answer.next ?? next
      }
      // The lists of what came in, with all their names.
      for (const page of [next, form.action])
        if (page) wrong.push(...wrongIn(await browser.get(page), `${page}, after files came in`))
    }
    expect(wrong).toEqual([])
    expect(forms.length).toBeGreaterThan(1)
    expect(sent).toBeGreaterThan(100)
  })

  for (const { path, fields, heading } of IMPORTS)
    test(
      `in every cell of a file for ${path}: a problem of its line, or kept as it is`,
      LONG,
      async ({ app }) => {
        const world = await givenWorld(app)
        const browser = await world.open.coordinator()
        const home = `/c/${world.here.slug}${path}`
        const header = fields.map(heading)
        const wrong: string[] = []
        /** Each column in turn holds all of them; the others are as they should be. */
        const files = (FULL ? fields : fields.slice(0, 4)).map((field) =>
          NAUGHTY.map((text, i) =>
            fields.map((each) => (each === field ? text : each === 'givenName' ? `Iris ${i}` : '')),
          ),
        )
        // And once everything everywhere.
        files.push(
          NAUGHTY.map((_, i) => fields.map((__, column) => NAUGHTY[(i + column * 37) % NAUGHTY.length]!)),
        )
        for (const rows of files) {
          const csv = Buffer.from(stringify([header, ...rows], { delimiter: ';' }))
          for (const [name, bytes] of [
            ['liste.csv', csv],
            ['liste.xlsx', await xlsxOf(header, rows)],
          ] as const) {
            const uploaded = await browser.upload(home, { key: uuid(), file: new File([bytes], name) })
            wrong.push(...wrongIn(uploaded, `${home} ${name}`))
            if (uploaded.next)
              wrong.push(...wrongIn(await browser.get(uploaded.next), `${home} ${name}, read again`))
          }
        }
        expect(wrong).toEqual([])
      },
    )

  test('what is kept leaves as text: no cell of any file starts a formula', LONG, async ({ app }) => {
    const world = await givenWorld(app)
    const browser = await world.open.coordinator()
    // Names that people could bear, as far as the rules know.
    const names = NAUGHTY.filter(
      (text) => /^[=+\-@]/.test(text) && text.length < 100 && !/[\u0000-\u001f]/.test(text),
    )
    const home = `/c/${world.here.slug}/annuaire/import`
    const rows = names.map((text, i) => [text, '', `f${i}@example.org`])
    const header = ['Prénom', 'Nom', 'Courriel']
    const csv = stringify([header, ...rows], { delimiter: ';' })
    const uploaded = await browser.upload(home, { key: uuid(), file: new File([csv], 'liste.csv') })
    expect(uploaded.status).toBe(303)
    await browser.post(`${uploaded.next}/importer`, { key: uuid(), confirmed: 'yes' })
    const starts: string[] = []
    await inCaisse(app.db, world.here.id, async (tx) => {
      for (const table of modules.flatMap(({ exports }) => exports?.(tx) ?? [])) {
        const chunks: Buffer[] = []
        for await (const chunk of writeCsv(table, t)) chunks.push(Buffer.from(chunk as Uint8Array))
        for (const line of Buffer.concat(chunks).toString().split('\r\n'))
          for (const cell of line.split(';')) if (/^"?[=+@]/.test(cell)) starts.push(`${table.name}: ${cell}`)
      }
    })
    expect(starts).toEqual([])
  })
})
