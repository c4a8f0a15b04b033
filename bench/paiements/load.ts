// The tills, in a process of their own: JSON over kept-alive connections, one request at a time on each.
import net from 'node:net'
import { v7 as uuid } from 'uuid'
import { CODE, numberOf, OUTLETS, tokenOf } from './seed.ts'

export type LoadOrder = {
  port: number
  residents: number
  clients: number
  /** One outlet takes everything. */
  hot: boolean
  warmUpMs: number
  ms: number
  /** Requests a second, sent when due; without it, each client sends when it was answered. */
  rate?: number
}

export type LoadReport = {
  /** Answered 200 in the measured time. */
  paid: number
  /** Answered 200 in all, the warm-up included. */
  paidInAll: number
  refused: number
  seconds: number
  p50Ms: number
  p99Ms: number
}

process.on('message', (order: LoadOrder) => {
  void fire(order).then((report) => process.send!(report))
})
process.on('disconnect', () => process.exit(0))

async function fire(order: LoadOrder): Promise<LoadReport> {
  const start = performance.now()
  const from = start + order.warmUpMs
  const until = from + order.ms
  const latencies: number[] = []
  let paidInAll = 0
  let refused = 0
  const answered = (sentAt: number, status: number) => {
    const now = performance.now()
    if (status !== 200) refused += 1
    else {
      paidInAll += 1
      if (sentAt >= from && now <= until) latencies.push(now - sentAt)
    }
  }
  const connections = await Promise.all(Array.from({ length: order.clients }, () => connect(order.port)))
  if (order.rate === undefined) await closedLoop(connections, order, until, answered)
  else await openLoop(connections, order, { rate: order.rate, start, until }, answered)
  for (const connection of connections) connection.end()
  latencies.sort((a, b) => a - b)
  const at = (share: number) => Number((latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(2))
  return {
    paid: latencies.length,
    paidInAll,
    refused,
    seconds: order.ms / 1000,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  }
}

type Answered = (sentAt: number, status: number) => void

async function closedLoop(
  connections: readonly Connection[],
  order: LoadOrder,
  until: number,
  answered: Answered,
): Promise<void> {
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < until) {
        const sentAt = performance.now()
        answered(sentAt, await connection.send(requestOf(order)))
      }
    }),
  )
}

/** Latency counts from when a request was due, so that a slow answer is not hidden by sending later. */
async function openLoop(
  connections: readonly Connection[],
  order: LoadOrder,
  { rate, start, until }: { rate: number; start: number; until: number },
  answered: Answered,
): Promise<void> {
  const free = [...connections]
  const due: number[] = []
  let sent = 0
  let open = 0
  const send = () => {
    while (due.length > 0 && free.length > 0) {
      const connection = free.pop()!
      const at = due.shift()!
      open += 1
      void connection.send(requestOf(order)).then((status) => {
        answered(at, status)
        open -= 1
        free.push(connection)
        send()
      })
    }
  }
  while (performance.now() < until || open > 0) {
    const shouldHave = Math.floor(((Math.min(performance.now(), until) - start) / 1000) * rate)
    for (; sent < shouldHave; sent += 1) due.push(start + (sent * 1000) / rate)
    send()
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

function requestOf({ residents, hot }: LoadOrder): string {
  const number = numberOf(Math.floor(Math.random() * residents))
  const outlet = hot ? 0 : Math.floor(Math.random() * OUTLETS)
  const amountCents = 100 + Math.floor(Math.random() * 400)
  const body = `{"key":"${uuid()}","number":"${number}","code":"${CODE}","amountCents":${amountCents}}`
  return (
    `POST /payments HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${tokenOf(outlet)}\r\n` +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  )
}

type Connection = { send(request: string): Promise<number>; end(): void }

function connect(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    let answer = ''
    let done: (status: number) => void = () => {}
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('data', (text: string) => {
      answer += text
      const head = answer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/content-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (answer.length < head + 4 + length) return
      const status = Number(answer.slice(9, 12))
      answer = ''
      done(status)
    })
    socket.on('connect', () =>
      resolve({
        send: (request) =>
          new Promise((answered) => {
            done = answered
            socket.write(request)
          }),
        end: () => socket.end(),
      }),
    )
  })
}
