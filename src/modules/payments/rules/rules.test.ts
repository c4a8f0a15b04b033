import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hmacOfCode, isSameCode, refusalToChooseCode } from './code.ts'
import { drawNumber, groupNumber, isNumber, typedNumber, withCheckDigit } from './number.ts'
import { refusalToRefund } from './refund.ts'
import { paidCents, refusalToAsk, refusalToPay, type PaymentFacts } from './refusal-to-pay.ts'
import { deviceLockedUntil, lockedUntil } from './tries.ts'

const seven = fc.integer({ min: 0, max: 9_999_999 }).map((n) => String(n).padStart(7, '0'))

describe('a resident’s number', () => {
  test('shows each single wrong digit', () => {
    fc.assert(
      fc.property(seven, fc.nat(7), fc.integer({ min: 1, max: 9 }), (digits, place, off) => {
        const number = withCheckDigit(digits)
        const wrong = [...number]
        wrong[place] = String((Number(wrong[place]) + off) % 10)
        return isNumber(number) && !isNumber(wrong.join(''))
      }),
    )
  })

  test('shows two neighbours typed in the wrong order', () => {
    fc.assert(
      fc.property(seven, fc.nat(6), (digits, place) => {
        const typed = [...withCheckDigit(digits)]
        fc.pre(typed[place] !== typed[place + 1])
        ;[typed[place], typed[place + 1]] = [typed[place + 1]!, typed[place]!]
        return !isNumber(typed.join(''))
      }),
    )
  })

  test('has Damm’s own example as check digit', () => expect(withCheckDigit('572')).toBe('5724'))

  test('is read however it is grouped', () => {
    const number = drawNumber(() => 1_234_567)
    expect(isNumber(number)).toBe(true)
    expect(typedNumber(groupNumber(number))).toBe(number)
    expect(typedNumber(`${number.slice(0, 2)}.${number.slice(2)}`)).toBe(number)
  })
})

describe('a code', () => {
  test.each([
    ['000000', 'code_too_easy'],
    ['123456', 'code_too_easy'],
    ['987654', 'code_too_easy'],
    ['2468', 'code_too_easy'],
    ['1212', 'code_too_easy'],
    ['483483', 'code_too_easy'],
    ['1985', 'code_too_easy'],
    ['2412', 'code_too_easy'],
    ['241285', 'code_too_easy'],
    ['851224', 'code_too_easy'],
    ['031985', 'code_too_easy'],
    ['4567', 'code_too_easy'],
    ['123', 'code_format'],
    ['1234567', 'code_format'],
    ['12a456', 'code_format'],
  ])('%s is refused', (code, refusal) => {
    expect(refusalToChooseCode(code, '14567893')?.code).toBe(refusal)
  })

  test.each(['7240', '72409', '724093', '951753'])('%s is fine', (code) => {
    expect(refusalToChooseCode(code, '14567893')).toBeNull()
  })

  test('most codes can be chosen', () => {
    const all = Array.from({ length: 10_000 }, (_, i) => String(i).padStart(4, '0'))
    expect(all.filter((code) => !refusalToChooseCode(code, '14567893')).length).toBeGreaterThan(9_000)
  })

  test('is known by an HMAC of the number and itself', () => {
    const pepper = Buffer.alloc(32, 1)
    const kept = hmacOfCode(pepper, '14567893', '7240')
    expect(isSameCode(kept, hmacOfCode(pepper, '14567893', '7240'))).toBe(true)
    expect(isSameCode(kept, hmacOfCode(pepper, '14567893', '7241'))).toBe(false)
    expect(isSameCode(kept, hmacOfCode(pepper, '24567893', '7240'))).toBe(false)
    expect(isSameCode(kept, hmacOfCode(Buffer.alloc(32, 2), '14567893', '7240'))).toBe(false)
    expect(isSameCode(null, Buffer.alloc(32))).toBe(false)
  })
})

const now = new Date('2026-11-24T10:00:00Z')
const minutes = (until: Date | null) => until && (until.getTime() - now.getTime()) / 60_000

describe('wrong codes', () => {
  test('let a number wait longer and longer, from the fifth on', () => {
    expect([4, 5, 6, 7, 8, 9, 10, 50].map((failures) => minutes(lockedUntil(failures, now)))).toEqual([
      null,
      1,
      5,
      15,
      60,
      240,
      1440,
      1440,
    ])
  })

  test('let a device wait for the end of its quarter of an hour, from the tenth on', () => {
    const since = new Date('2026-11-24T09:50:00Z')
    expect(deviceLockedUntil({ failures: 9, since }, now)).toBeNull()
    expect(minutes(deviceLockedUntil({ failures: 10, since }, now))).toBe(5)
    expect(deviceLockedUntil({ failures: 10, since: new Date('2026-11-24T09:45:00Z') }, now)).toBeNull()
  })
})

describe('a payment', () => {
  const fine: PaymentFacts = {
    now,
    device: { revoked: false, tries: null },
    payer: { codeMatches: true, lockedUntil: null, blocked: false, paysInPart: false, balanceCents: 20_00 },
    accredited: true,
    amountCents: 18_40,
    inPart: false,
  }
  const payer = fine.payer!

  test.each<[string, Partial<PaymentFacts>]>([
    ['device_revoked', { device: { revoked: true, tries: null } }],
    ['device_locked', { device: { revoked: false, tries: { failures: 10, since: now } } }],
    ['number_or_code', { payer: null }],
    ['number_or_code', { payer: { ...payer, codeMatches: false } }],
    ['code_locked', { payer: { ...payer, lockedUntil: new Date('2026-11-24T10:00:01Z') } }],
    ['payer_blocked', { payer: { ...payer, blocked: true } }],
    ['not_accredited', { accredited: false }],
    ['not_enough', { amountCents: 20_01 }],
    ['not_enough', { payer: { ...payer, balanceCents: 0, paysInPart: true } }],
  ])('is refused: %s', (code, facts) => {
    expect(refusalToPay({ ...fine, ...facts })?.code).toBe(code)
  })

  test('tells nothing of the person to who does not know the code', () => {
    const guess = { codeMatches: false, lockedUntil: null, paysInPart: false }
    for (const blocked of [true, false])
      for (const balanceCents of [0, 20_00])
        for (const accredited of [true, false])
          expect(
            refusalToPay({ ...fine, accredited, payer: { ...guess, blocked, balanceCents } })?.code,
          ).toBe('number_or_code')
  })

  test('is made in full, or in part where the person chose so', () => {
    expect(refusalToPay(fine)).toBeNull()
    const cases = { amountCents: 30_00, balanceCents: 20_00 }
    expect(paidCents({ ...cases, inPart: false, paysInPart: false })).toBe(0)
    expect(paidCents({ ...cases, inPart: true, paysInPart: false })).toBe(20_00)
    expect(paidCents({ ...cases, inPart: false, paysInPart: true })).toBe(20_00)
    expect(paidCents({ ...cases, amountCents: 5_00, inPart: true, paysInPart: true })).toBe(5_00)
  })

  test('is of one cent to a thousand', () => {
    expect([0, -1, 1, 1_000_00, 1_000_01].map((cents) => refusalToAsk(cents)?.code ?? null)).toEqual([
      'amount_zero',
      'amount_zero',
      null,
      null,
      'amount_too_large',
    ])
  })
})

test('refunds never give back more than was paid', () => {
  expect(refusalToRefund({ paidCents: 10_00, refundedCents: 4_00, amountCents: 6_00 })).toBeNull()
  expect(refusalToRefund({ paidCents: 10_00, refundedCents: 4_00, amountCents: 6_01 })?.params).toEqual({
    leftRightsCents: 6_00,
  })
  expect(refusalToRefund({ paidCents: 10_00, refundedCents: 10_00, amountCents: 1 })?.code).toBe(
    'already_refunded',
  )
})
