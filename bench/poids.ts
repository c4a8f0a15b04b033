// What each persona's main pages weigh through the air, compressed and with an empty cache, and what Lighthouse says
// of the resident's home, the till and the règlement on a slow phone.
import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { CHROMIUM, prepareGiven, startBuilt } from '../e2e/server.ts'
import { HEAVIEST_PAGE, weigh } from '../e2e/weigh.ts'
import { root } from '../src/kit/root.ts'
import { say } from './measure.ts'

const SLUG = 'nantes-ouest'

const PAGES: readonly { persona: string; path: string }[] = [
  { persona: 'habitante', path: `/c/${SLUG}/moi` },
  { persona: 'habitante', path: `/c/${SLUG}/moi/cotisation` },
  { persona: 'habitante', path: `/c/${SLUG}/moi/cotisation/verser` },
  { persona: 'habitante', path: `/c/${SLUG}/moi/historique` },
  { persona: 'habitante', path: `/c/${SLUG}/moi/foyer` },
  { persona: 'habitante', path: `/c/${SLUG}/lieux` },
  { persona: 'till', path: '/encaisser' },
  { persona: 'visitor', path: `/c/${SLUG}/reglement` },
  { persona: 'visitor', path: `/c/${SLUG}` },
  { persona: 'visitor', path: `/c/${SLUG}/agenda` },
  { persona: 'coordination', path: `/c/${SLUG}/bureau` },
  { persona: 'coordination', path: `/c/${SLUG}/foyers` },
  { persona: 'tresorerie', path: `/c/${SLUG}/tresorerie` },
  { persona: 'comite', path: `/c/${SLUG}/etat` },
]

/** Judged by Lighthouse too, on its own slow phone. */
const JUDGED = [`/c/${SLUG}/moi`, '/encaisser', `/c/${SLUG}/reglement`]
const GOOD = 95
const ROUNDS = 3

type Cookie = { name: string; value: string }

export async function run(): Promise<Record<string, unknown>> {
  const build = `(await import('./scripts/prepare.mjs')).ensureBuilt()`
  execFileSync(process.execPath, ['--input-type=module', '-e', build], { cwd: root, stdio: ['ignore', 2, 2] })
  const server = await startBuilt({ TABLEE_DEMO: 'oui', DATABASE_URL: '', PORT: '3500' })
  const port = await freePort()
  const browser = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, `--remote-debugging-port=${port}`],
  })
  try {
    const { till } = prepareGiven(server.dataFolder)
    const cookiesOf = async (persona: string): Promise<Cookie[]> =>
      persona === 'visitor' ? [] : comeIn(server.address, persona === 'till' ? till : `/demo/${persona}`)
    const pages = []
    for (const { persona, path } of PAGES) {
      const context = await browser.newContext({
        baseURL: server.address,
        viewport: { width: 360, height: 740 },
      })
      await context.addCookies((await cookiesOf(persona)).map((one) => ({ ...one, url: server.address })))
      const bytes = await weigh(await context.newPage(), path)
      await context.close()
      say(`${bytes} octets  ${persona} ${path}`)
      pages.push({ persona, path, bytes })
    }
    const judged = []
    for (const path of JUDGED) {
      const { persona } = PAGES.find((one) => one.path === path)!
      const scores = await judge(server.address + path, port, await cookiesOf(persona))
      say(`Lighthouse ${JSON.stringify(scores)}  ${persona} ${path}`)
      judged.push({ persona, path, ...scores })
    }
    return {
      heaviestBytes: HEAVIEST_PAGE,
      pages,
      lighthouse: { rounds: ROUNDS, form: 'mobile, simulated slow 4G, processor four times slower', judged },
      tooHeavy: pages.filter((one) => one.bytes > HEAVIEST_PAGE).map((one) => one.path),
      belowGood: judged
        .filter((one) => one.performance < GOOD || one.accessibility < GOOD)
        .map((one) => one.path),
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** What a browser keeps once somebody has come in. */
async function comeIn(address: string, path: string): Promise<Cookie[]> {
  const answer = await fetch(address + path, {
    method: 'POST',
    headers: { origin: address },
    redirect: 'manual',
  })
  return answer.headers.getSetCookie().map((line) => {
    const [name = '', value = ''] = line.split(';')[0]!.split('=')
    return { name, value }
  })
}

type Scores = { performance: number; accessibility: number; missed: readonly string[] }

/** The middle of several rounds, since one may be disturbed; `missed` lists what accessibility lacks. */
async function judge(url: string, port: number, cookies: readonly Cookie[]): Promise<Scores> {
  const rounds: Scores[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const answer = await lighthouse(url, {
      port,
      output: 'json',
      logLevel: 'error',
      onlyCategories: ['performance', 'accessibility'],
      extraHeaders: { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
    })
    if (!answer) throw new Error(`Lighthouse said nothing of ${url}`)
    const { categories, audits, finalDisplayedUrl } = answer.lhr
    if (finalDisplayedUrl !== url) throw new Error(`${url} led to ${finalDisplayedUrl}`)
    rounds.push({
      performance: percent(categories['performance']?.score),
      accessibility: percent(categories['accessibility']?.score),
      missed: (categories['accessibility']?.auditRefs ?? [])
        .filter(({ id, weight }) => weight > 0 && audits[id]?.score === 0)
        .map(({ id }) => id),
    })
  }
  const middle = (of: (one: Scores) => number) =>
    rounds.map(of).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!
  return {
    performance: middle((one) => one.performance),
    accessibility: middle((one) => one.accessibility),
    missed: rounds.at(-1)!.missed,
  }
}

const percent = (score: number | null | undefined): number => Math.round((score ?? 0) * 100)

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 9222))
    })
  })
}
