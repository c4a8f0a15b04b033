import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { z } from 'zod'
import type { App } from '../../../kit/app.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { markSecondFactor } from '../sessions.ts'
import { newRecoveryCodes, refusalToChange, type Account } from './codes.ts'
import { factorsOf, findPasskey, insertPasskey, spendChallenge, usePasskey } from './store.ts'

const CHALLENGE_MINUTES = 10
const MINUTE = 60_000

/** Passkeys belong to the host name: they work at no other address. */
const partyOf = (app: App) => ({ rpID: new URL(app.address).hostname, origin: new URL(app.address).origin })

/** What one challenge was made for: it answers nothing else. */
type Purpose = 'enter' | `register ${string}`

/** Random, dated and signed, so that a page shown to everyone writes nothing. */
function newChallenge(app: App, purpose: Purpose): Uint8Array<ArrayBuffer> {
  const told = Buffer.alloc(24, randomBytes(24))
  told.writeBigUInt64BE(BigInt(app.now().getTime() + CHALLENGE_MINUTES * MINUTE), 16)
  return new Uint8Array(Buffer.concat([told, signChallenge(app, purpose, told)]))
}

const signChallenge = (app: App, purpose: Purpose, told: Buffer): Buffer =>
  createHmac('sha256', app.codePepper).update(`challenge:${purpose}:`).update(told).digest().subarray(0, 16)

/** Ours, for this purpose, not too old, answered for the first time. */
async function spend(app: App, purpose: Purpose, challenge: string): Promise<boolean> {
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== 40) return false
  const told = bytes.subarray(0, 24)
  if (!timingSafeEqual(bytes.subarray(24), signChallenge(app, purpose, told))) return false
  const now = app.now()
  if (now.getTime() > Number(told.readBigUInt64BE(16))) return false
  return spendChallenge(app.db, createHash('sha256').update(bytes).digest(), now)
}

/** The authenticator's answer, as the page's script writes it in the form. */
const Answer = z.string().transform((text, ctx): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    ctx.addIssue({ code: 'custom', message: 'passkey' })
    return z.NEVER
  }
})

function readAnswer<T extends { id: string }>(typed: string): T {
  const parsed = Answer.pipe(z.looseObject({ id: z.string().max(1400) })).safeParse(typed)
  if (!parsed.success) throw new Refusal('passkey_unreadable')
  return parsed.data as unknown as T
}

export async function registrationOptions(
  app: App,
  account: Account,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { passkeys } = await factorsOf(app.db, account.accountId)
  return generateRegistrationOptions({
    rpName: 'Tablée',
    rpID: partyOf(app).rpID,
    userID: new Uint8Array(Buffer.from(account.accountId)),
    userName: account.name,
    userDisplayName: account.name,
    challenge: newChallenge(app, `register ${account.accountId}`),
    excludeCredentials: passkeys.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Keeps a passkey. With the first factor come the codes to keep on paper; else an empty list. */
export async function registerPasskey(
  app: App,
  account: Account,
  { typed, name }: { typed: string; name: string },
): Promise<string[]> {
  const { accountId, sessionId } = account
  const before = await factorsOf(app.db, accountId)
  const refusal = refusalToChange(account, before)
  if (refusal) throw refusal
  const { rpID, origin } = partyOf(app)
  const verified = await verifyRegistrationResponse({
    response: readAnswer<RegistrationResponseJSON>(typed),
    expectedChallenge: (challenge) => spend(app, `register ${accountId}`, challenge),
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) throw new Refusal('passkey_refused')
  const { credential } = verified.registrationInfo
  const now = app.now()
  const kept = await insertPasskey(app.db, {
    id: credential.id,
    accountId,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    name: name.trim().slice(0, 60),
    createdAt: now,
  })
  if (!kept) throw new Refusal('passkey_refused')
  if (sessionId !== undefined) await markSecondFactor(app.db, sessionId, now)
  return before.recoveryCodesLeft > 0 ? [] : newRecoveryCodes(app, account)
}

/** Any passkey of this installation: the phone or the computer offers those it has. */
export const entryOptions = (app: App): Promise<PublicKeyCredentialRequestOptionsJSON> =>
  generateAuthenticationOptions({
    rpID: partyOf(app).rpID,
    challenge: newChallenge(app, 'enter'),
    userVerification: 'required',
  })

/** Whose passkey answered. Held and unlocked by its person, it is two factors at once. */
export async function readPasskey(app: App, typed: string): Promise<string> {
  const response = readAnswer<AuthenticationResponseJSON>(typed)
  const passkey = await findPasskey(app.db, response.id)
  if (!passkey) throw new Refusal('passkey_refused')
  const { rpID, origin } = partyOf(app)
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => spend(app, 'enter', challenge),
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: true,
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
    },
  }).catch(() => null)
  if (!verified?.verified) throw new Refusal('passkey_refused')
  await usePasskey(app.db, passkey.id, verified.authenticationInfo.newCounter, app.now())
  return passkey.accountId
}

/** The passkey as second factor of a session that is open. */
export async function showPasskey(app: App, account: Account, typed: string): Promise<void> {
  if ((await readPasskey(app, typed)) !== account.accountId) throw new Refusal('passkey_refused')
  if (account.sessionId !== undefined) await markSecondFactor(app.db, account.sessionId, app.now())
}
