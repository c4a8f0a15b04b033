// Requests a second and p99 of the public home page and the agenda, beside an empty page of the same server.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createApp } from '../src/app.tsx'
import { seedDemo } from '../src/demo/seed.ts'
import { MAIN_CAISSE } from '../src/demo/cast.ts'
import { say, spread } from './measure.ts'
import { benchApp, startBenchServer } from './server.ts'

const PATHS = { empty: '/vide', home: `/c/${MAIN_CAISSE}`, agenda: `/c/${MAIN_CAISSE}/agenda` } as const
type Name = keyof typeof PATHS

const CLIENTS = 16
const ROUNDS = 5
const SECONDS = 10

/** `npm run bench -- site [seconds] [rounds]` */
export async function run([seconds = String(SECONDS), rounds = String(ROUNDS)]: readonly string[]) {
  const server = await startBenchServer()
  const app = benchApp(server)
  try {
    say('démonstration…')
    await seedDemo(app)
    const web = createApp(app)
    const listening = serve({
      port: 0,
      hostname: '127.0.0.1',
      // The same server and the same measures of security, without a page.
      fetch: (request, env) =>
        new URL(request.url).pathname === PATHS.empty
          ? new Response('', { headers: { 'content-type': 'text/html' } })
          : web.fetch(request, env),
    }) as http.Server
    await once(listening, 'listening')
    const { port } = listening.address() as AddressInfo
    try {
      const measured: Record<Name, { perSecond: number[]; p99Ms: number[] }> = {
        empty: { perSecond: [], p99Ms: [] },
        home: { perSecond: [], p99Ms: [] },
        agenda: { perSecond: [], p99Ms: [] },
      }
      await burst(port, PATHS.home, 1)
      await burst(port, PATHS.agenda, 1)
      // In turns, so that what else the machine does weighs on all alike.
      for (let round = 0; round < Number(rounds); round += 1)
        for (const name of Object.keys(PATHS) as Name[]) {
          const { perSecond, p99Ms } = await burst(port, PATHS[name], Number(seconds))
          measured[name].perSecond.push(perSecond)
          measured[name].p99Ms.push(p99Ms)
          say(`${name} : ${Math.round(perSecond)} pages/s, p99 ${p99Ms.toFixed(1)} ms`)
        }
      const told = (name: Name) => ({
        perSecond: spread(measured[name].perSecond, 0),
        p99Ms: spread(measured[name].p99Ms, 2),
        ofEmpty: {
          perSecond: spread(ratios(measured[name].perSecond, measured.empty.perSecond)),
          p99: spread(ratios(measured[name].p99Ms, measured.empty.p99Ms)),
        },
      })
      return {
        clients: CLIENTS,
        secondsEach: Number(seconds),
        rounds: Number(rounds),
        empty: { perSecond: spread(measured.empty.perSecond, 0), p99Ms: spread(measured.empty.p99Ms, 2) },
        home: told('home'),
        agenda: told('agenda'),
      }
    } finally {
      listening.close()
      listening.closeAllConnections()
    }
  } finally {
    await app.db.destroy()
    await server.stop()
  }
}

const ratios = (values: readonly number[], of: readonly number[]): number[] =>
  values.map((value, i) => value / of[i]!)

/** Clients that each ask again as soon as they are answered. */
async function burst(port: number, path: string, seconds: number) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS })
  const took: number[] = []
  const start = performance.now()
  const end = start + seconds * 1000
  const client = async () => {
    while (performance.now() < end) {
      const asked = performance.now()
      await ask(agent, port, path)
      took.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const lasted = (performance.now() - start) / 1000
  agent.destroy()
  const sorted = took.toSorted((a, b) => a - b)
  return { perSecond: took.length / lasted, p99Ms: sorted[Math.floor(sorted.length * 0.99)]! }
}

function ask(agent: http.Agent, port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    http
      .get({ agent, host: '127.0.0.1', port, path }, (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`))
        answer.resume().on('end', resolve).on('error', reject)
      })
      .on('error', reject)
  })
}
