import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import writeXlsxFile from 'write-excel-file/node'
import { translator } from './i18n/translate.ts'
import { MAX_FILE_BYTES, readTableFile, type Cell, type TableExport } from './table-file.ts'
import { writeCsv, writeXlsx } from './table-file/write.ts'

const t = translator('fr')
const csv = (text: string) => readTableFile(Buffer.from(text))
const cellsOf = async (file: Promise<{ rows: { cells: string[] }[] }>) =>
  (await file).rows.map((row) => row.cells)

describe('a CSV file is read', () => {
  const spellings: [string, Uint8Array][] = [
    ['with semicolons', Buffer.from('nom;montant\nZoé;12,5\n')],
    ['with commas', Buffer.from('nom,montant\nZoé,"12,5"\n')],
    ['with tabs', Buffer.from('nom\tmontant\nZoé\t12,5')],
    ['with a UTF-8 mark and Windows line ends', Buffer.from('\ufeffnom;montant\r\nZoé;12,5\r\n')],
    ['as UTF-16, as Excel’s “Unicode text”', Buffer.from('\ufeffnom\tmontant\r\nZoé\t12,5\r\n', 'utf16le')],
    ['as Windows-1252', Buffer.from('nom;montant\nZoé;12,5\n', 'latin1')],
    ['with the line ends of old Macs', Buffer.from('nom;montant\rZoé;12,5\r')],
    ['with quotes around everything', Buffer.from('"nom";"montant"\n"Zoé";"12,5"\n')],
  ]
  for (const [how, bytes] of spellings)
    test(how, async () => {
      expect(await readTableFile(bytes)).toEqual({
        format: 'csv',
        header: ['nom', 'montant'],
        rows: [{ line: 2, cells: ['Zoé', '12,5'] }],
      })
    })

  test('with the line numbers that people see', async () => {
    const { rows } = await csv('\n\nnom;note\r\n"un\ndeux";a\r\n\r\ntrois;b')
    expect(rows).toEqual([
      { line: 4, cells: ['un\ndeux', 'a'] },
      { line: 7, cells: ['trois', 'b'] },
    ])
  })

  test('with a quote in the middle of a name', async () => {
    expect(await cellsOf(csv('nom;a\nJean "Jo" D;1\n'))).toEqual([['Jean "Jo" D', '1']])
  })
})

describe('an XLSX file is read', () => {
  test('its first sheet that holds something, dates as days and numbers as they are seen', async () => {
    const bytes = await writeXlsxFile([
      { data: [], sheet: 'vide' },
      {
        data: [
          ['Nom', 'Montant', 'Date', 'Oui'],
          ['Zoé', 0.1 + 0.2, { value: new Date('2026-01-02'), type: Date, format: 'dd/mm/yyyy' }, true],
          [],
          ['=1+1', 612345678, null, false],
        ],
        sheet: 'foyers',
      },
    ]).toBuffer()
    expect(await readTableFile(bytes)).toEqual({
      format: 'xlsx',
      header: ['Nom', 'Montant', 'Date', 'Oui'],
      rows: [
        { line: 2, cells: ['Zoé', '0.3', '2026-01-02', 'oui'] },
        { line: 4, cells: ['=1+1', '612345678', '', 'non'] },
      ],
    })
  })
})

/** An archive of these parts; what it says of their sizes is told apart, so that it can lie. */
function archive(parts: { name: string; content: Buffer; claimedSize?: number }[]): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const { name, content, claimedSize = content.length } of parts) {
    const packed = deflateRawSync(content)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(claimedSize, 22)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(claimedSize, 24)
    central.writeUInt16LE(name.length, 28)
    central.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), packed)
    centrals.push(central, Buffer.from(name))
    offset += 30 + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(Buffer.concat(centrals).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...centrals, end])
}

const sheet = (cell: string) =>
  Buffer.from(
    `<worksheet><sheetData><row r="1"><c r="${cell}" t="str"><v>x</v></c></row></sheetData></worksheet>`,
  )
const SHEET = 'xl/worksheets/sheet1.xml'

describe('a hostile file is refused at little cost', () => {
  const zeros = Buffer.alloc(160 * 1024 * 1024)
  const cases: [string, string, () => Uint8Array][] = [
    ['empty', 'file_empty', () => Buffer.alloc(0)],
    ['blank lines', 'file_empty', () => Buffer.from('\n \n;;\n')],
    ['a header alone', 'file_without_rows', () => Buffer.from('nom;prénom\n')],
    ['heavier than 20 MB', 'file_too_large', () => Buffer.alloc(MAX_FILE_BYTES + 1, 'a')],
    ['a picture', 'file_not_a_table', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    [
      'random bytes',
      'file_not_a_table',
      () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 89) % 256)),
    ],
    ['a NUL among names', 'file_not_a_table', () => Buffer.from('nom\nZo\0é\n')],
    ['ten thousand columns', 'file_too_many_columns', () => Buffer.from(`${'a;'.repeat(10_000)}\n1\n`)],
    ['two hundred thousand lines', 'file_too_many_rows', () => Buffer.from(`nom\n${'a\n'.repeat(200_000)}`)],
    ['a quote that is never closed', 'file_quotes', () => Buffer.from('nom;a\nun;1\n"deux;2\ntrois;3\n')],
    ['an archive cut short', 'file_broken', () => Buffer.from([0x50, 0x4b, 3, 4, 5, 6])],
    [
      'an archive of something else',
      'file_broken',
      () => archive([{ name: 'a.txt', content: Buffer.from('a') }]),
    ],
    ['a bomb', 'file_too_large_inside', () => archive([{ name: SHEET, content: zeros }])],
    [
      'a bomb that claims to be small',
      'file_too_large_inside',
      () => archive([{ name: SHEET, content: zeros, claimedSize: 100 }]),
    ],
    [
      'a part longer than it claims',
      'file_broken',
      () => archive([{ name: SHEET, content: sheet('A1'), claimedSize: 10 }]),
    ],
    [
      'one cell a million lines below',
      'file_too_many_rows',
      () => archive([{ name: SHEET, content: sheet('A1048576') }]),
    ],
    [
      'one cell sixteen thousand columns away',
      'file_too_many_columns',
      () => archive([{ name: SHEET, content: sheet('XFD1') }]),
    ],
  ]
  for (const [what, code, bytes] of cases)
    test(`${what} (${code})`, async () => {
      const file = bytes()
      const start = process.cpuUsage()
      await expect(readTableFile(file)).rejects.toMatchObject({ code })
      const { user, system } = process.cpuUsage(start)
      // Microseconds of work, whoever else uses the machine.
      expect(user + system).toBeLessThan(3_000_000)
    })

  test('whatever the bytes, the answer is a table or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, asZip) => {
        const file = asZip ? Buffer.concat([Buffer.from('PK'), bytes]) : bytes
        const answer = await readTableFile(file).then(
          (table) => table.format,
          (error: { code?: string }) => error.code,
        )
        expect(answer).toMatch(/^(csv|xlsx|file_[a-z_]+)$/)
      }),
      { numRuns: 300 },
    )
  })
})

function aTable(rows: Cell[][]): TableExport {
  return {
    name: 'essai',
    columns: [
      { heading: 'people.export.name', kind: 'text' },
      { heading: 'contributions.export.amount', kind: 'cents' },
      { heading: 'people.export.enteredOn', kind: 'day' },
      { heading: 'people.export.role', kind: 'word' },
    ],
    async *rows() {
      yield* rows
    },
  }
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

describe('a table is written', () => {
  const rows: Cell[][] = [
    ['Zoé; "la grande"', 1234_50, '2026-03-01', 'people.export.child'],
    ['=HYPERLINK("http://example.org")', -5, null, 'people.export.adult'],
  ]

  test('as a CSV for Excel in France', async () => {
    const text = (await bytesOf(writeCsv(aTable(rows), t))).toString()
    expect(text).toBe(
      '\ufeffNom;Montant;Entrée;Adulte ou enfant\r\n' +
        '"Zoé; ""la grande""";1234,50;2026-03-01;enfant\r\n' +
        `"'=HYPERLINK(""http://example.org"")";-0,05;;adulte\r\n`,
    )
  })

  test('as an XLSX that reads back, a formula as text', async () => {
    expect(await readTableFile(await writeXlsx([aTable(rows)], t))).toEqual({
      format: 'xlsx',
      header: ['Nom', 'Montant', 'Entrée', 'Adulte ou enfant'],
      rows: [
        { line: 2, cells: ['Zoé; "la grande"', '1234.5', '2026-03-01', 'enfant'] },
        { line: 3, cells: ['=HYPERLINK("http://example.org")', '-0.05', '', 'adulte'] },
      ],
    })
  })

  for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', "'=", '＝', '＠'])
    test(`${JSON.stringify(start)} starts no formula in a CSV`, async () => {
      const text = `${start}1+1`
      const bytes = await bytesOf(writeCsv(aTable([[text, 0, null, 'people.export.adult']]), t))
      const [, line] = bytes.toString().split(/\r\n(?!1)/)
      expect(line).toMatch(/^"?'/)
      const [cells] = await cellsOf(readTableFile(bytes))
      expect(cells![0]).toBe(text)
    })

  test('any text comes back as it was', async () => {
    const storable = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== '')
    await fc.assert(
      fc.asyncProperty(fc.array(storable, { minLength: 1, maxLength: 8 }), async (texts) => {
        const table = aTable(texts.map((text) => [text, 1, null, 'people.export.adult']))
        const back = await cellsOf(readTableFile(await bytesOf(writeCsv(table, t))))
        expect(back.map((cells) => cells[0])).toEqual(texts)
      }),
    )
  })
})
