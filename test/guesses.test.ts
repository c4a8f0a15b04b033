import { expect } from 'vitest'
import { createApp } from '../src/app.tsx'
import { test, type TestApp } from './app.ts'
import { givenTill } from './given-accreditation.ts'
import { givenTillBrowser } from './given-pages.ts'
import { asDevice, givenPayer, outcomeOf } from './given-payments.ts'
import { givenCaisse } from './given.ts'
import { v7 as uuid } from 'uuid'
import { withCheckDigit } from '../src/modules/payments/rules/number.ts'
import { pay } from '../src/modules/payments/actions/pay.ts'
import { signInByNumber } from '../src/modules/payments/actions/sign-in-by-number.ts'

/** F20: in full with FAULTS=full (`npm run faults`), at a twentieth in every run of the tests. */
const FULL = process.env['FAULTS'] === 'full'
const GUESSES = FULL ? 10_000 : 500
const ADDRESSES = 50
const TOGETHER = 10

/** Told to whoever reads docs/faults.md. */
const report = (task: { meta: object }, size: string, counts: Record<string, number>): void => {
  const result = Object.entries(counts)
    .map(([outcome, times]) => `${outcome} : ${times}`)
    .join(', ')
  Object.assign(task.meta, { fault: { size, result } })
}

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

test(
  'codes guessed at sign-in: bounded by number and by address',
  { timeout: 300_000 },
  async ({ app, task }) => {
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
    report(task, `${GUESSES} essais, ${ADDRESSES} adresses`, counts)
    expect(counts['paid']).toBeUndefined()
    // The number waits from the fifth wrong code on, whoever types it.
    expect(counts['number_or_code']).toBe(5)
    expect(counts['code_locked']).toBe(Math.min(GUESSES, ADDRESSES * 10) - 5)
    expect(counts['too_many_guesses'] ?? 0).toBe(Math.max(0, GUESSES - ADDRESSES * 10))
    await expect(
      signInByNumber(app, { number: payer.number, code: payer.code, userAgent: '', from: 'elsewhere' }),
    ).rejects.toMatchObject({ code: 'code_locked' })
  },
)

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

test(
  'codes guessed at tills: bounded by number and by device',
  { timeout: 300_000 },
  async ({ app, task }) => {
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
    report(task, `${GUESSES} essais, ${ADDRESSES} appareils`, counts)
    expect(counts['paid']).toBeUndefined()
    expect(counts['number_or_code']).toBe(5)
  },
)

test('many numbers tried on one device: ten tries, then it waits, even for the right code', async ({
  app,
  task,
}) => {
  const caisse = await givenCaisse(app)
  const till = await givenTill(app, caisse)
  const payer = await givenPayer(app, caisse)
  const tryOne = (number: string, code: string) =>
    outcomeOf(pay(app, asDevice(till), { key: uuid(), number, code, amountCents: 100 }))
  const outcomes: string[] = []
  for (let i = 0; i < (FULL ? 2_000 : 40); i += 1)
    outcomes.push(await tryOne(withCheckDigit(String(6_000_000 + i)), guessed(i)))
  const counts = tally(outcomes)
  report(task, `${outcomes.length} numéros, un appareil`, counts)
  expect(counts['number_or_code']).toBe(10)
  expect(await tryOne(payer.number, payer.code)).toBe(outcomes.at(-1))
  expect(outcomes.at(-1)).not.toBe('number_or_code')
})

test('at the till too, an unknown number and a wrong code: the same words, after the same time', async ({
  app,
  task,
}) => {
  const caisse = await givenCaisse(app)
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < 12; round += 1) {
    const [till, payer] = [await givenTill(app, caisse), await givenPayer(app, caisse)]
    // Another each round: a number that nobody has waits after five tries, as any other.
    const nobody = withCheckDigit(String(5_000_001 + round))
    const browser = givenTillBrowser(app, till)
    const type = async (number: string) => {
      const started = performance.now()
      const answer = await browser.post('/encaisser/payer', {
        key: uuid(),
        amount: '1,00',
        number,
        code: '908172',
      })
      const words = answer.html
        .replaceAll(number, 'N')
        .replace(/name="(?:key|balanceKey)" value="[^"]+"/g, '')
      return { status: answer.status, words, time: performance.now() - started }
    }
    await browser.get('/encaisser')
    // Who comes first pays for what is warmed up: by turns.
    const first = await type(round % 2 === 0 ? payer.number : nobody)
    const second = await type(round % 2 === 0 ? nobody : payer.number)
    const [known, unknown] = round % 2 === 0 ? [first, second] : [second, first]
    expect(unknown.status).toBe(known.status)
    expect(unknown.words).toBe(known.words)
    times[0].push(known.time)
    times[1].push(unknown.time)
  }
  const apart = Math.abs(median(times[0]) - median(times[1]))
  Object.assign(task.meta, {
    fault: { size: '24 essais', result: `médianes à ${apart.toFixed(1)} ms l’une de l’autre` },
  })
  expect(apart).toBeLessThan(20)
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
      words: html.replaceAll(number, 'N').replace(/name="(?:key|balanceKey)" value="[^"]+"/g, ''),
      time: performance.now() - started,
    }
  }
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < 12; round += 1) {
    const from = `203.0.113.${round}`
    const known = await type(payer.number, from)
    const unknown = await type(nobody, from)
    expect(unknown.status).toBe(known.status)
    if (unknown.words !== known.words) {
      const i = [...unknown.words].findIndex((ch, k) => ch !== known.words[k])
      console.log('DIFF', unknown.words.slice(i - 200, i + 200), '|||', known.words.slice(i - 200, i + 200))
    }
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
