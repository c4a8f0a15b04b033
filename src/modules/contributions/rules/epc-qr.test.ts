import { expect, test } from 'vitest'
import { epcQrText } from './epc-qr.ts'

const transfer = {
  holder: 'Association de la caisse d’essai',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  bic: null,
  cents: 35_00,
  reference: '4K7Q-2MXR',
}

test('a transfer reads line by line as the guideline of the European Payments Council wants it', () => {
  expect(epcQrText(transfer).split('\n')).toEqual([
    'BCD',
    '002',
    '1',
    'SCT',
    '',
    "Association de la caisse d'essai",
    'FR7630006000011234567890189',
    'EUR35.00',
    '',
    '',
    '4K7Q-2MXR',
  ])
})

test('the longest names fit in 331 bytes', () => {
  const longest = { ...transfer, holder: 'é'.repeat(300), bic: 'AGRIFRPPXXX', cents: 999_999_999_99 }
  const text = epcQrText({ ...longest, reference: 'œ'.repeat(300) })
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(331)
  expect(text.split('\n')[7]).toBe('EUR999999999.99')
})
