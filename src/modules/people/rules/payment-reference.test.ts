import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paymentReference, readPaymentReference, shownReference } from './payment-reference.ts'

const SIGNS = '23456789CDFHJKMNPQRTVWX'

describe('a payment reference', () => {
  test('is eight signs that nobody misreads, and always the same for a household', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const reference = paymentReference(id)
        expect(reference).toMatch(/^[2-9CDFHJKMNPQRTVWX]{8}$/)
        expect(paymentReference(id)).toBe(reference)
        expect(paymentReference(id, 1)).not.toBe(reference)
      }),
    )
  })

  test('is read as it is shown, typed in small letters, or with lookalikes', () => {
    const reference = paymentReference('019a0000-0000-7000-8000-000000000001')
    expect(readPaymentReference(shownReference(reference))).toBe(reference)
    expect(readPaymentReference(` ${reference.toLowerCase()} `)).toBe(reference)
    const alike = reference
      .replaceAll('2', 'Z')
      .replaceAll('5', 'S')
      .replaceAll('6', 'G')
      .replaceAll('8', 'B')
    expect(readPaymentReference(alike)).toBe(reference)
  })

  test('with one wrong sign, or two swapped, is none', () => {
    const slip = fc.record({
      id: fc.uuid(),
      at: fc.nat({ max: 7 }),
      to: fc.constantFrom(...SIGNS),
      swapWith: fc.nat({ max: 7 }),
    })
    fc.assert(
      fc.property(slip, ({ id, at, to, swapWith }) => {
        const reference = paymentReference(id)
        const signs = [...reference]
        const wrong = signs.with(at, to).join('')
        const swapped = signs.with(at, signs[swapWith]!).with(swapWith, signs[at]!).join('')
        for (const typed of [wrong, swapped])
          expect(readPaymentReference(typed)).toBe(typed === reference ? reference : null)
      }),
    )
  })

  test('is not found in other text', () => {
    for (const typed of ['', 'cotisation mars', '1234567', '00000000', 'ÉÉÉÉÉÉÉÉ'])
      expect(readPaymentReference(typed)).toBeNull()
  })
})
