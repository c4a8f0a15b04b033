import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, randomInt } from 'node:crypto'
import { generateSecret, generateURI, verifySync } from 'otplib'

const sealingKey = (pepper: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', pepper, '', 'tablee one-time secret', 32))

/** AES-256-GCM under a key outside the database: nonce, tag, text. */
export function seal(pepper: Buffer, secret: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(pepper), nonce)
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), text])
}

export function unseal(pepper: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(pepper), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
}

export const newSecret = (): string => generateSecret()

/** What an application reads in the QR. */
export const secretUri = (secret: string, label: string): string =>
  generateURI({ issuer: 'Tablée', label, secret })

/** Clocks of phones go wrong by less than this, in seconds. */
const TOLERANCE = 30

/** The 30 seconds for which the code holds, or null: wrong, or not later than the last one accepted. */
export function stepOfCode(secret: string, code: string, lastStep: number, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const result = verifySync({
    secret,
    token: code,
    epoch,
    epochTolerance: TOLERANCE,
    afterTimeStep: lastStep,
  })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

export const RECOVERY_CODES = 10

/** No letter that looks like a figure; 31^10 codes are out of reach of guesses that are counted. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** `ABCDE-FGHJK`, to be kept on paper. */
export const newRecoveryCode = (): string =>
  Array.from({ length: 10 }, (_, i) => (i === 5 ? '-' : '') + LETTERS[randomInt(LETTERS.length)]).join('')

export const typedCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, '')

export const hashRecoveryCode = (code: string): Buffer =>
  createHash('sha256').update(typedCode(code)).digest()
