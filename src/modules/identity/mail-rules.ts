export type MailState = 'sent' | 'queued' | 'failing'

/** Where a mail stands: `failing` was refused at least once and is tried again. */
export function mailState({ sentAt, failures }: { sentAt: Date | null; failures: number }): MailState {
  if (sentAt !== null) return 'sent'
  return failures > 0 ? 'failing' : 'queued'
}

/** The tokens of our links: they open a door to whoever reads them. */
const TOKEN = /\/[\w-]{43}(?![\w-])/g

/** A mail's text for others than its reader. */
export const hideSecrets = (text: string, instead: string): string => text.replace(TOKEN, `/${instead}`)
