import { expect } from 'vitest'
import { createApp } from '../src/app.tsx'
import { test, type TestApp } from './app.ts'
import { givenTill } from './given-accreditation.ts'
import { asDevice, givenPayer, outcomeOf } from './given-payments.ts'
import { givenCaisse } from './given.ts'
import { v7 as uuid } from 'uuid'
import { withCheckDigit } from '../src/modules/payments/rules/number.ts'
import { pay } from '../src/modules/payments/actions/pay.ts'
import { signInByNumber } from '../src/modules/payments/actions/sign-in-by-number.ts'

/** `TABLEE_GUESSES=10000` for the whole of it. */
const GUESSES = Number(process.env['TABLEE_GUESSES'] ?? 500)
const ADDRESSES = 50
const TOGETHER = 10

const guessed = (i: number): string => String(100_000 + ((i * 7919) % 900_000))

async function inTurns<T>(count: number, act: (i: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = []
  for (let from = 0; from < count; from += TOGETHER) {
    const turn = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, i) => act(from + i))
    answers.push(...(await Promise.all(turn)))
  }
  return answers
}

const tally = (outcomes: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

test('codes guessed at sign-in: bounded by number and by address', { timeout: 300_000 }, async ({ app }) => {
  const caisse = await givenCaisse(app)
  const payer = await givenPayer(app, caisse)
  const outcomes = await inTurns(GUESSES, (i) =>
    outcomeOf(
      signInByNumber(app, {
        number: payer.number,
        code: guessed(i),
        userAgent: '',
        from: `192.0.2.${i % ADDRESSES}`,
      }),
    ),
  )
  const counts = tally(outcomes)
  expect(counts['paid']).toBeUndefined()
  // The number waits from the fifth wrong code on, whoever types it.
  expect(counts['number_or_code']).toBe(5)
  expect(counts['code_locked']).toBe(Math.min(GUESSES, ADDRESSES * 10) - 5)
  expect(counts['too_many_guesses'] ?? 0).toBe(Math.max(0, GUESSES - ADDRESSES * 10))
  await expect(
    signInByNumber(app, { number: payer.number, code: payer.code, userAgent: '', from: 'elsewhere' }),
  ).rejects.toMatchObject({ code: 'code_locked' })
})

test('many numbers tried from one address: ten tries', async ({ app }) => {
  const outcomes = await inTurns(60, (i) =>
    outcomeOf(
      signInByNumber(app, {
        number: withCheckDigit(String(4_000_000 + i)),
        code: '7240',
        userAgent: '',
        from: '198.51.100.7',
      }),
    ),
  )
  expect(tally(outcomes)).toEqual({ number_or_code: 10, too_many_guesses: 50 })
})

test('codes guessed at tills: bounded by number and by device', { timeout: 300_000 }, async ({ app }) => {
  const caisse = await givenCaisse(app)
  const payer = await givenPayer(app, caisse)
  const first = await givenTill(app, caisse)
  const tills = [first]
  for (let i = 1; i < ADDRESSES; i += 1) tills.push(await givenTill(app, caisse, first.outlet))
  const outcomes = await inTurns(GUESSES, (i) =>
    outcomeOf(
      pay(app, asDevice(tills[i % ADDRESSES]!), {
        key: uuid(),
        number: payer.number,
        code: guessed(i),
        amountCents: 100,
      }),
    ),
  )
  const counts = tally(outcomes)
  expect(counts['paid']).toBeUndefined()
  expect(counts['number_or_code']).toBe(5)
})

test('an unknown number and a wrong code: the same words, after the same time', async ({ app }) => {
  const caisse = await givenCaisse(app)
  const payer = await givenPayer(app, caisse)
  const nobody = withCheckDigit('5000000')
  const web = createApp({ ...app, behindProxy: true })
  const type = async (number: string, from: string) => {
    const started = performance.now()
    const answer = await web.request('/connexion/numero', {
      method: 'POST',
      headers: { origin: 'http://localhost', 'x-forwarded-for': from },
      body: new URLSearchParams({ number, code: '9081' }),
    })
    const html = await answer.text()
    return {
      status: answer.status,
      words: html.replaceAll(number, 'N').replace(/name="key" value="[^"]+"/g, ''),
      time: performance.now() - started,
    }
  }
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < 12; round += 1) {
    const from = `203.0.113.${round}`
    const known = await type(payer.number, from)
    const unknown = await type(nobody, from)
    expect(unknown.status).toBe(known.status)
    expect(unknown.words).toBe(known.words)
    times[0].push(known.time)
    times[1].push(unknown.time)
  }
  expect(Math.abs(median(times[0]) - median(times[1]))).toBeLessThan(20)
})

const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!

test('the right code opens balance, history and places, in this caisse only', async ({ app }) => {
  const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
  const payer = await givenPayer(app, here, { balanceCents: 38_50 })
  const { session } = await comeIn(app, payer)
  const see = (path: string) => createApp(app).request(path, { headers: { cookie: `tablee=${session}` } })
  expect(await (await see(`/c/${here.slug}/moi`)).text()).toContain('38,50')
  expect(await (await see(`/c/${there.slug}/moi`)).text()).not.toContain('38,50')
  expect((await see('/mon-acces')).status).toBe(403)
  expect((await see(`/c/${here.slug}/foyers`)).status).toBe(403)
})

const comeIn = (app: TestApp, { number, code }: { number: string; code: string }) =>
  signInByNumber(app, { number, code, userAgent: '', from: `person ${number}` })
