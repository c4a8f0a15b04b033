import { describe, expect } from 'vitest'
import { generateSync } from 'otplib'
import { v7 as uuid } from 'uuid'
import { createApp } from '../../../app.tsx'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { SYSTEM, type Role } from '../../../kit/actor.ts'
import { recordDecision } from '../../caisses/actions.ts'
import { invitePerson, openSession, whoIs } from '../actions.ts'
import { confirmSecret, removeApplication, secretToConfirm, showCode, type Account } from './codes.ts'
import { readPasskey } from './passkeys.ts'
import { newRecoveryCode, seal, stepOfCode, unseal } from './secret.ts'
import { findSecret, factorsOf } from './store.ts'

/** Somebody of the team who has just followed the link in their mail. */
async function givenFreshly(app: TestApp, caisse: GivenCaisse, role: Role = 'treasurer') {
  const { accountId } = await invitePerson(caisse.call(SYSTEM), {
    name: `${role} ${uuid().slice(-4)}`,
    email: `${uuid()}@example.org`,
    role,
    fromOn: '2026-01-01',
  })
  const { session } = await openSession(app, accountId, 'essai')
  const account = async () => (await whoIs(app, session))!.actor as Account
  const browse = (path: string) =>
    createApp(app).request(path, { headers: { cookie: `tablee=${session}`, origin: 'http://localhost' } })
  return { accountId, session, account, browse }
}

const codeAt = (secret: string, now: Date) =>
  generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) })

const decide = (caisse: GivenCaisse, actor: Account) =>
  recordDecision(caisse.call(actor), { decidedOn: '2026-11-24', body: 'Comité', title: 'Essai' })

describe('whoever changes rules or moves euros', () => {
  test('waits for a second factor, sets one up, then goes on', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const person = await givenFreshly(app, caisse, 'coordinator')
    await expect(decide(caisse, await person.account())).rejects.toMatchObject({
      code: 'second_factor_needed',
    })

    const { secret } = await secretToConfirm(app, await person.account())
    const codes = await confirmSecret(app, await person.account(), codeAt(secret, app.now()))
    expect(codes).toHaveLength(10)
    await decide(caisse, await person.account())
  })

  test('is asked again the next day', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const person = await givenFreshly(app, caisse)
    const { secret } = await secretToConfirm(app, await person.account())
    await confirmSecret(app, await person.account(), codeAt(secret, app.now()))
    expect((await person.account()).awaitsSecondFactor).toBeUndefined()
    app.at('2026-11-24T22:00:01Z')
    expect((await person.account()).awaitsSecondFactor).toBe(true)
    await showCode(app, await person.account(), codeAt(secret, app.now()))
    expect((await person.account()).awaitsSecondFactor).toBeUndefined()
  })

  test('is led to the second factor and back', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browse } = await givenFreshly(app, caisse)
    const answer = await browse(`/c/${caisse.slug}/mois`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(
      `/connexion/second-facteur?retour=${encodeURIComponent(`/c/${caisse.slug}/mois`)}`,
    )
    const page = await browse('/connexion/second-facteur?retour=//ailleurs.example')
    expect(await page.text()).not.toContain('ailleurs')
  })

  test('a resident is not asked', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { browse } = await givenFreshly(app, caisse, 'resident')
    expect((await browse(`/c/${caisse.slug}/moi`)).status).toBe(200)
  })

  test('in a demonstration nobody is asked', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { session } = await givenFreshly(app, caisse)
    const visitor = await whoIs({ ...app, demo: true }, session)
    expect((visitor!.actor as Account).awaitsSecondFactor).toBeUndefined()
  })
})

describe('a code', () => {
  test('serves once, even at the same instant', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const person = await givenFreshly(app, caisse)
    const account = await person.account()
    const { secret } = await secretToConfirm(app, account)
    await confirmSecret(app, account, codeAt(secret, app.now()))
    app.at('2026-11-24T10:05:00Z')
    const code = codeAt(secret, app.now())
    const tries = await Promise.allSettled([1, 2, 3].map(() => showCode(app, account, code)))
    expect(tries.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  })

  test('is not guessed: ten tries, then a wait, the right one included', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const account = await (await givenFreshly(app, caisse)).account()
    const { secret } = await secretToConfirm(app, account)
    await confirmSecret(app, account, codeAt(secret, app.now()))
    app.at('2026-11-24T11:00:00Z')
    const right = codeAt(secret, app.now())
    const wrong = right === '000000' ? '111111' : '000000'
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, () => showCode(app, account, wrong)))
    const codes = outcomes.map((one) => (one as PromiseRejectedResult).reason.code as string)
    expect(codes.filter((code) => code === 'second_factor_code')).toHaveLength(10)
    expect(codes.filter((code) => code === 'too_many_guesses')).toHaveLength(30)
    await expect(showCode(app, account, right)).rejects.toMatchObject({ code: 'too_many_guesses' })
    app.at('2026-11-24T11:16:00Z')
    await showCode(app, account, codeAt(secret, app.now()))
  })

  test('kept on paper opens once, without the phone', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const account = await (await givenFreshly(app, caisse)).account()
    const { secret } = await secretToConfirm(app, account)
    const [code] = await confirmSecret(app, account, codeAt(secret, app.now()))
    await showCode(app, account, code!.toLowerCase().replace('-', ' '))
    await expect(showCode(app, account, code!)).rejects.toMatchObject({ code: 'second_factor_code' })
    expect((await factorsOf(app.db, account.accountId)).recoveryCodesLeft).toBe(9)
  })

  test('of somebody else opens nothing', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [one, other] = [await givenFreshly(app, caisse), await givenFreshly(app, caisse)]
    const { secret } = await secretToConfirm(app, await one.account())
    const codes = await confirmSecret(app, await one.account(), codeAt(secret, app.now()))
    await expect(showCode(app, await other.account(), codes[0]!)).rejects.toMatchObject({
      code: 'second_factor_code',
    })
  })
})

describe('factors', () => {
  test('are not changed by a session that shows none of them', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const person = await givenFreshly(app, caisse)
    const { secret } = await secretToConfirm(app, await person.account())
    await confirmSecret(app, await person.account(), codeAt(secret, app.now()))
    const stolen = (await whoIs(app, (await openSession(app, person.accountId, 'autre')).session))!
      .actor as Account
    await expect(removeApplication(app, stolen)).rejects.toMatchObject({ code: 'second_factor_needed' })
    await removeApplication(app, await person.account())
    expect(await factorsOf(app.db, person.accountId)).toEqual({
      application: false,
      passkeys: [],
      recoveryCodesLeft: 0,
    })
  })

  test('a secret is never in the database as it is', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const account = await (await givenFreshly(app, caisse)).account()
    const { secret } = await secretToConfirm(app, account)
    const kept = await findSecret(app.db, account.accountId)
    expect(kept!.sealed.includes(Buffer.from(secret))).toBe(false)
    expect(unseal(app.codePepper, kept!.sealed)).toBe(secret)
    expect(() => unseal(Buffer.alloc(32, 8), kept!.sealed)).toThrow(/authenticate/)
  })

  test('an answer that no passkey gave is refused', async ({ app }) => {
    for (const typed of ['', '{', '{"id":3}'])
      await expect(readPasskey(app, typed)).rejects.toMatchObject({ code: 'passkey_unreadable' })
    await expect(readPasskey(app, '{"id":"inconnue"}')).rejects.toMatchObject({ code: 'passkey_refused' })
  })
})

test('sealing twice gives two texts; codes are read in the half minute around', () => {
  const pepper = Buffer.alloc(32, 3)
  expect(seal(pepper, 'A').equals(seal(pepper, 'A'))).toBe(false)
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  const now = new Date('2026-11-24T10:00:00Z')
  const at = (seconds: number) => codeAt(secret, new Date(now.getTime() + seconds * 1000))
  expect(stepOfCode(secret, at(0), 0, now)).toBe(Math.floor(now.getTime() / 30_000))
  expect(stepOfCode(secret, at(-30), 0, now)).not.toBeNull()
  expect(stepOfCode(secret, at(-90), 0, now)).toBeNull()
  expect(newRecoveryCode()).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/)
})
