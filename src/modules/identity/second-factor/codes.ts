import { Refusal } from '../../../kit/refusal.ts'
import type { Actor } from '../../../kit/actor.ts'
import type { App } from '../../../kit/app.ts'
import { forgive, guessAt } from '../guesses.ts'
import { markSecondFactor } from '../sessions.ts'
import {
  hashRecoveryCode,
  newRecoveryCode,
  newSecret,
  RECOVERY_CODES,
  seal,
  secretUri,
  stepOfCode,
  typedCode,
  unseal,
} from './secret.ts'
import {
  deletePasskeys,
  deleteSecret,
  factorsOf,
  findSecret,
  hasFactor,
  keepSecret,
  replaceRecoveryCodes,
  useRecoveryCode,
  useStep,
  type Factors,
} from './store.ts'

export type Account = Extract<Actor, { kind: 'account' }>

/** Only who showed a factor changes those there are; the first one is set up after the link in the mail. */
export function refusalToChange(account: Account, factors: Factors): Refusal | null {
  return account.awaitsSecondFactor && hasFactor(factors)
    ? new Refusal('second_factor_needed', {}, 403)
    : null
}

async function mayChange(app: App, account: Account): Promise<Factors> {
  const factors = await factorsOf(app.db, account.accountId)
  const refusal = refusalToChange(account, factors)
  if (refusal) throw refusal
  return factors
}

/** The secret to put in an application, until a code of it comes back: the same on each visit of the page. */
export async function secretToConfirm(app: App, account: Account): Promise<{ secret: string; uri: string }> {
  const { application } = await mayChange(app, account)
  if (application) throw new Refusal('application_exists', {}, 409)
  const kept = await findSecret(app.db, account.accountId)
  const secret = kept ? unseal(app.codePepper, kept.sealed) : newSecret()
  if (!kept) await keepSecret(app.db, account.accountId, seal(app.codePepper, secret))
  return { secret, uri: secretUri(secret, account.name) }
}

/** The application works: it counts from now on. Returns the codes to keep on paper, shown this once. */
export async function confirmSecret(app: App, account: Account, typed: string): Promise<string[]> {
  const { application } = await mayChange(app, account)
  if (application) throw new Refusal('application_exists', {}, 409)
  await passCode(app, account, typed, { recovery: false })
  return newRecoveryCodes(app, account)
}

/** A code of the application, or one kept on paper: the session is proven for a while. */
export const showCode = (app: App, account: Account, typed: string): Promise<void> =>
  passCode(app, account, typed, { recovery: true })

async function passCode(
  app: App,
  account: Account,
  typed: string,
  { recovery }: { recovery: boolean },
): Promise<void> {
  const { accountId, sessionId } = account
  const door = { kind: 'account', name: accountId } as const
  await guessAt(app, door)
  const now = app.now()
  const code = typedCode(typed)
  const kept = await findSecret(app.db, accountId)
  const usable = kept && (kept.confirmed_at !== null || !recovery)
  const step = usable ? stepOfCode(unseal(app.codePepper, kept.sealed), code, kept.last_step, now) : null
  const passed =
    step === null
      ? recovery && (await useRecoveryCode(app.db, accountId, hashRecoveryCode(code), now))
      : await useStep(app.db, accountId, step, now)
  if (!passed) throw new Refusal('second_factor_code')
  await forgive(app, door)
  if (sessionId !== undefined) await markSecondFactor(app.db, sessionId, now)
}

/** Ten codes that each work once, without the phone; the former ones stop. */
export async function newRecoveryCodes(app: App, account: Account): Promise<string[]> {
  const factors = await factorsOf(app.db, account.accountId)
  if (!hasFactor(factors)) throw new Refusal('no_factor_yet')
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await app.db
    .transaction()
    .execute((tx) => replaceRecoveryCodes(tx, account.accountId, codes.map(hashRecoveryCode)))
  return codes
}

export async function renewRecoveryCodes(app: App, account: Account): Promise<string[]> {
  await mayChange(app, account)
  return newRecoveryCodes(app, account)
}

/** Takes the application away; the codes on paper go with the last factor. */
export async function removeApplication(app: App, account: Account): Promise<void> {
  await mayChange(app, account)
  await app.db.transaction().execute(async (tx) => {
    await deleteSecret(tx, account.accountId)
    if (!hasFactor(await factorsOf(tx, account.accountId)))
      await replaceRecoveryCodes(tx, account.accountId, [])
  })
}

export async function removePasskey(app: App, account: Account, id: string): Promise<void> {
  await mayChange(app, account)
  await app.db.transaction().execute(async (tx) => {
    await deletePasskeys(tx, account.accountId, id)
    if (!hasFactor(await factorsOf(tx, account.accountId)))
      await replaceRecoveryCodes(tx, account.accountId, [])
  })
}
