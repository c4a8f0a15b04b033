import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string; mail: ParsedMail; raw: string }

export type MailServer = {
  url: string
  port: number
  received: Received[]
  /** Decides for each mail before it is taken; a text is its refusal (`550 5.1.1 …`). */
  onMail: (to: string) => string | null
  /** Told once a mail was taken or before: where a test cuts. */
  onTaken: (count: number) => void
  close(): Promise<void>
}

/** A real server of mails on this machine, that keeps what it took. */
export async function openMailServer(port = 0): Promise<MailServer> {
  const state: MailServer = {
    url: '',
    port: 0,
    received: [],
    onMail: () => null,
    onTaken: () => {},
    close: () => new Promise((closed) => server.close(() => closed())),
  }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo({ address }, _session, answer) {
      const refusal = state.onMail(address)
      if (refusal === null) return answer()
      const error = Object.assign(new Error(refusal.replace(/^\d{3} /, '')), {
        responseCode: Number(refusal.slice(0, 3)),
      })
      return answer(error)
    },
    onData(stream, session, answer) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts)
        void simpleParser(raw).then((mail) => {
          state.received.push({ to: session.envelope.rcptTo[0]!.address, mail, raw: raw.toString('utf8') })
          state.onTaken(state.received.length)
          answer()
        })
      })
    },
  })
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  state.port = (server.server.address() as AddressInfo).port
  state.url = `smtp://127.0.0.1:${state.port}`
  return state
}
