import { createTransport } from 'nodemailer'

export type Mail = { to: string; subject: string; text: string }

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
    async send(mail) {
      await transport.sendMail({ from, ...mail })
    },
  }
}
