import { expect, test } from 'vitest'
import { refusalToReceive, type ReceiptGiven } from './receipt.ts'

const receipt: ReceiptGiven = {
  method: 'cash',
  cents: 1_000_00,
  receivedOn: '2026-11-20',
  today: '2026-11-24',
  currency: 'EUR',
  hasThirdParty: false,
}

const cases: [string, Partial<ReceiptGiven>, string | undefined][] = [
  ['a thousand euros in cash', {}, undefined],
  ['a cent more in cash', { cents: 1_000_01 }, 'too_much_cash'],
  ['as much by cheque', { cents: 1_000_01, method: 'cheque' }, undefined],
  ['as much in Swiss francs', { cents: 1_000_01, currency: 'CHF' }, undefined],
  ['a payment of tomorrow', { receivedOn: '2026-11-25' }, 'received_in_future'],
  ['a payment of today', { receivedOn: '2026-11-24' }, undefined],
  ['an institution that pays for nobody', { method: 'third_party' }, 'no_third_party'],
  ['an institution that pays its part', { method: 'third_party', hasThirdParty: true }, undefined],
]
for (const [what, changes, code] of cases)
  test(`${what}: ${code ?? 'taken'}`, () => {
    expect(refusalToReceive({ ...receipt, ...changes })?.code).toBe(code)
  })
