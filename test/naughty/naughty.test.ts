import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { describe, expect, inject } from 'vitest'
import { root } from '../../src/kit/root.ts'
import { addressOf, givenWorld, nameOf } from '../access/viewers.ts'
import type { TestApp } from '../app.ts'
import { test } from '../seeded.ts'
import { inDatabase } from '../global-setup.ts'
import { filledIn, takesWords } from './forms.ts'
import { formsOf, lookAround, routes, send } from './pages-seen.ts'
import { FULL, isMarkup, NAUGHTY } from './strings.ts'

/**
 * F16: the naughty strings in every field of every form, found in the pages themselves, and in every address and
 * header. In each run of the tests each field takes a share of them, and all shares together the whole list;
 * `FAULTS=full` gives them all to each.
 */
const SHARES = FULL ? 1 : 180
const LONG = { timeout: 3_600_000 }

const shareOf = (turn: number): string[] => NAUGHTY.filter((_, i) => i % SHARES === turn % SHARES)

/** Columns of texts that the database keeps, and how to ask for one or all of them: past row-level security. */
async function keptTexts(app: TestApp) {
  const admin = new pg.Client({
    connectionString: inDatabase(inject('superUrl'), new URL(app.ownerUrl).pathname.slice(1)),
  })
  await admin.connect()
  const { rows: columns } = await admin.query<{ table: string; column: string; list: boolean }>(
    `select quote_ident(c.table_name) as table, quote_ident(column_name) as column, c.data_type = 'ARRAY' as list
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and (c.data_type = 'text' or c.udt_name = '_text') and t.table_type = 'BASE TABLE'`,
  )
  const anywhere = columns
    .map(({ table, column, list }) =>
      list
        ? `exists (select from ${table} where ${column} && $1::text[])`
        : `exists (select from ${table} where ${column} = any ($1))`,
    )
    .join(' or ')
  return {
    /** Whether one of these is kept anywhere. */
    has: async (texts: readonly string[]): Promise<boolean> =>
      (await admin.query<{ kept: boolean }>(`select ${anywhere} as kept`, [texts])).rows[0]!.kept,
    /** All that look like markup. */
    markup: async (): Promise<string[]> => {
      const all = columns
        .map(
          ({ table, column, list }) => `select ${list ? `unnest(${column})` : column} as text from ${table}`,
        )
        .join(' union ')
      const { rows } = await admin.query<{ text: string }>(
        `select text from (${all}) kept where text ~* '<[a-z!/]'`,
      )
      return rows.map(({ text }) => text)
    },
    end: () => admin.end(),
  }
}

/** As it was typed, but for the spaces around it, the capitals of an address, and a list that became its words. */
const spellings = (text: string): string[] => [
  text,
  text.trim(),
  text.trim().toLowerCase(),
  ...text.split(/[,;\n]/).map((word) => word.trim().replace(/\s+/g, ' ')),
]

describe('naughty strings', () => {
  test(
    'in any field of any form: answered, kept as they are or refused, never run',
    LONG,
    async ({ app }) => {
      const world = await givenWorld(app)
      const forms = await formsOf(world)
      const kept = await keptTexts(app)
      const failing: string[] = []
      const unescaped: string[] = []
      const changed: string[] = []
      let [turn, sent, accepted] = [0, 0, 0]
      for (const { form, viewer, browser } of forms) {
        for (const field of form.fields.filter(({ name, kind }) => name !== 'key' && kind !== 'file')) {
          for (const text of shareOf((turn += 1))) {
            const key = form.fields.some(({ name }) => name === 'key') ? { key: uuid() } : {}
            const answer = await send(browser, form, { ...filledIn(form, sent), ...key, [field.name]: text })
            sent += 1
            const where = `${form.method} ${form.action} ${field.name} (${viewer})`
            if (answer.status >= 500)
              failing.push(`${answer.status} ${where} ${JSON.stringify(text.slice(0, 60))}`)
            if (isMarkup(text) && answer.html.includes(text))
              unescaped.push(`${where} ${JSON.stringify(text)}`)
            if (form.method === 'post' && answer.status === 303 && takesWords(field)) {
              accepted += 1
              if (text.trim() !== '' && !(await kept.has(spellings(text))))
                changed.push(`${where} ${JSON.stringify(text)}`)
            }
          }
        }
      }
      console.info(`${forms.length} forms, ${sent} requests, ${accepted} accepted`)
      expect(failing).toEqual([])
      expect(unescaped).toEqual([])
      expect(forms.length).toBeGreaterThan(25)

      expect(changed).toEqual([])

      // What is kept now stands in pages: everyone looks at all of them again.
      const markup = await kept.markup()
      await kept.end()
      for (const { viewer, address, page } of await lookAround(world)) {
        if (page.status >= 500) failing.push(`${page.status} ${address} (${viewer})`)
        // A file of one's own data is JSON to save, never a page.
        const isPage = page.headers.get('content-type')?.startsWith('text/html')
        const raw = isPage && markup.find((text) => page.html.includes(text))
        if (raw) unescaped.push(`${address} (${viewer}) ${raw}`)
      }
      expect(failing).toEqual([])
      expect(unescaped).toEqual([])
    },
  )

  test('in any address, as an object or a question: a page, never a failure', LONG, async ({ app }) => {
    const world = await givenWorld(app)
    const asked = questionNames()
    expect(asked.length).toBeGreaterThan(5)
    const failing: string[] = []
    let turn = 0
    const looking = { till: await world.open.till(), coordinator: await world.open.coordinator() }
    for (const route of routes) {
      const viewer = route.path.startsWith('/encaisser') ? 'till' : 'coordinator'
      const browser = looking[viewer]
      const { address } = await addressOf(world, route, world.here.slug, world.here.id)
      for (const text of shareOf((turn += 1))) {
        const question = new URLSearchParams(asked.map((name) => [name, text.slice(0, 2_000)]))
        const word = encodeURIComponent(Buffer.from(text.slice(0, 200)).toString()) || '%20'
        const object = route.path.replace(/:\w+(?:\{[^/]*\})?/g, (part) =>
          part.startsWith(':slug') ? world.here.slug : word,
        )
        for (const path of [`${address}?${question}`, object]) {
          const { status } = await browser.get(path)
          if (status >= 500) failing.push(`${status} ${nameOf(route)} (${viewer}) ${JSON.stringify(text)}`)
        }
      }
    }
    expect(failing).toEqual([])
  })

  test('in any header: a page, never a failure, and no header of theirs', LONG, async ({ app }) => {
    const world = await givenWorld(app)
    const browser = await world.open.nobody()
    const failing: string[] = []
    const headers = [
      'accept-language',
      'user-agent',
      'referer',
      'x-forwarded-for',
      'cookie',
      'authorization',
      'content-type',
    ]
    for (const text of NAUGHTY) {
      for (const name of headers) {
        const value = name === 'cookie' ? `tablee=${text}; langue=${text}; tablee_lieu=${text}` : text
        if (!canBeSent(name, value)) continue
        const answer = await browser.post('/langue/fr', {}, { [name]: value })
        if (answer.status >= 500) failing.push(`${name} ${JSON.stringify(text)} ${answer.status}`)
        if (name === 'referer' && answer.next?.startsWith('//')) failing.push(`leads away: ${text}`)
      }
    }
    expect(failing).toEqual([])
  })
})

function canBeSent(name: string, value: string): boolean {
  try {
    return new Headers({ [name]: value }).get(name) !== null
  } catch {
    return false
  }
}

/** Names of questions that pages of ours read from an address, found in the sources. */
function questionNames(): string[] {
  const names = new Set<string>()
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (!/\.tsx?$/.test(entry.name)) continue
    const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
    for (const [, name] of text.matchAll(/(?:\.req\.query|\w+Asked)\((?:c, )?'(\w+)'\)/g)) names.add(name!)
  }
  return [...names]
}
