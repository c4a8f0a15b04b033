import { createTransport } from 'nodemailer'

export type Mail = {
  to: string
  subject: string
  text: string
  html?: string
  /** An iCalendar object and its method (RFC 5546), which mail programs show as an invitation. */
  invitation?: { method: 'REQUEST' | 'CANCEL' | 'PUBLISH'; content: string }
  replyTo?: string
  /** `List-Unsubscribe` and the like. */
  headers?: Readonly<Record<string, string>>
  /** Shown beside the installation's address: the caisse that writes. */
  senderName?: string
  /** Kept when the same mail is handed over again, so that whoever receives both sees one. */
  messageId?: string
}

/** Some conversations with the server of mails, kept open for a long list. */
export type Post = { send(mail: Mail): Promise<void>; close(): void }

export type Mailer = {
  /** Whether an SMTP server is set. Without one, mails wait in the outbox, where an administrator reads them. */
  sends: boolean
  send(mail: Mail): Promise<void>
  open(lines: number): Post
}

/** A server that says nothing for that long is given up. */
const SILENCE_MS = 30_000

/** Sends through any SMTP server: `smtp://user:password@host:587`. */
export function openMailer(smtpUrl: string | undefined, from: string): Mailer {
  if (!smtpUrl) {
    const send = () => Promise.reject(new Error('no SMTP server is set'))
    return { sends: false, send, open: () => ({ send, close: () => {} }) }
  }
  const transport = createTransport(smtpUrl)
  return {
    sends: true,
    async send(mail) {
      await transport.sendMail(messageOf(mail, from))
    },
    open(lines) {
      const pool = createTransport(pooled(smtpUrl, lines))
      return {
        async send(mail) {
          await pool.sendMail(messageOf(mail, from))
        },
        close: () => pool.close(),
      }
    },
  }
}

function pooled(smtpUrl: string, lines: number): string {
  const url = new URL(smtpUrl)
  url.searchParams.set('pool', 'true')
  url.searchParams.set('maxConnections', String(lines))
  for (const wait of ['connectionTimeout', 'greetingTimeout', 'socketTimeout'])
    url.searchParams.set(wait, String(SILENCE_MS))
  return url.href
}

function messageOf({ invitation, headers, senderName, ...mail }: Mail, from: string) {
  return {
    from: senderName ? { name: senderName, address: addressOf(from) } : from,
    ...mail,
    ...(headers && { headers: { ...headers } }),
    ...(invitation && { icalEvent: { ...invitation, filename: 'invitation.ics' } }),
  }
}

/** `tablee@example.org` of `Tablée <tablee@example.org>`. */
const addressOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from
