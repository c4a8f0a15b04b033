import { createTransport } from 'nodemailer'

export type Mail = { to: string; subject: string; text: string }

export type Mailer = {
  send(mail: Mail): Promise<void>
  /** Mails kept here because no SMTP server is set, newest first. */
  outbox: readonly Mail[]
}

const KEPT = 100

/** Sends through `smtpUrl`, or keeps the last mails in memory where an operator can read them. */
export function openMailer(smtpUrl: string | undefined, from: string): Mailer {
  const outbox: Mail[] = []
  if (!smtpUrl) {
    return {
      outbox,
      async send(mail) {
        outbox.unshift(mail)
        outbox.splice(KEPT)
      },
    }
  }
  const transport = createTransport(smtpUrl)
  return {
    outbox,
    async send(mail) {
      await transport.sendMail({ from, ...mail })
    },
  }
}
