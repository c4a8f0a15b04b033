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
}

export type Mailer = {
  /** Whether an SMTP server is set. Without one, mails wait in the outbox, where an administrator reads them. */
  sends: boolean
  send(mail: Mail): Promise<void>
}

/** Sends through any SMTP server: `smtp://user:password@host:587`. */
export function openMailer(smtpUrl: string | undefined, from: string): Mailer {
  if (!smtpUrl) return { sends: false, send: () => Promise.reject(new Error('no SMTP server is set')) }
  const transport = createTransport(smtpUrl)
  return {
    sends: true,
    async send({ invitation, headers, ...mail }) {
      await transport.sendMail({
        from,
        ...mail,
        ...(headers && { headers: { ...headers } }),
        ...(invitation && { icalEvent: { ...invitation, filename: 'invitation.ics' } }),
      })
    },
  }
}
