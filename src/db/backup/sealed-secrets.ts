import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'

const Base64 = z.base64()

export const SealedSecrets = z.object({
  kdf: z.literal('scrypt'),
  /** As in RFC 7914; bounded, so that a forged archive cannot ask for all the memory. */
  n: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(4),
  salt: Base64,
  cipher: z.literal('aes-256-gcm'),
  iv: Base64,
  tag: Base64,
  data: Base64,
})
export type SealedSecrets = z.infer<typeof SealedSecrets>

const COST = { n: 2 ** 15, r: 8, p: 1 }

export async function seal(secrets: unknown, passphrase: string): Promise<SealedSecrets> {
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, COST), iv)
  const data = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()])
  return {
    kdf: 'scrypt',
    ...COST,
    salt: salt.toString('base64'),
    cipher: 'aes-256-gcm',
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  }
}

/** Null when the passphrase is not the one of the seal (or the seal was altered: it is the same to us). */
export async function unseal(sealed: SealedSecrets, passphrase: string): Promise<unknown> {
  const key = await derive(passphrase, Buffer.from(sealed.salt, 'base64'), sealed)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), {
      authTagLength: 16,
    })
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'))
    const text = Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()])
    return JSON.parse(text.toString('utf8'))
  } catch {
    return null
  }
}

type Cost = { n: number; r: number; p: number }

function derive(passphrase: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 256 * n * r }
  // the same phrase may be typed with composed or separate accents
  return promisify<string, Buffer, number, object, Buffer>(scrypt)(
    passphrase.normalize('NFC'),
    salt,
    32,
    options,
  )
}
