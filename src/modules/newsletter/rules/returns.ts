import { z } from 'zod'

/** `hard`: nobody there. `soft`: not this time. `complaint`: said to be unwanted. */
export type Return = { email: string; kind: 'hard' | 'soft' | 'complaint' }

/** Times in a row that a mailbox may be full before nothing more is sent to it. */
export const MOST_SOFT = 5

/**
 * What a server's enhanced status (RFC 3463) says of an address: `5.1.x` is no such address, `5.2.1` a closed mailbox,
 * `5.4.4` no such domain. A full mailbox or a rule of theirs (`5.2.2`, `5.7.x`) may be over tomorrow.
 */
export function readStatus(status: string): 'hard' | 'soft' {
  return /^5\.(?:1\.\d+|2\.1|4\.4)$/.test(status.trim()) ? 'hard' : 'soft'
}

type Failure = { code?: unknown; command?: unknown; responseCode?: unknown; response?: unknown }

/**
 * What a failed sending means. `gone`: no such address. `no`: refused, this time. `later`: try again.
 * `server`: our own server of mails does not answer or does not want us; nobody else is tried now.
 */
export function readFailure(error: unknown): 'gone' | 'no' | 'later' | 'server' {
  const { code, command, responseCode, response } = (error ?? {}) as Failure
  // What it says of the text may be said of the whole letter: told apart by trying again.
  if (code === 'EMESSAGE' || command === 'DATA') return 'later'
  if (code !== 'EENVELOPE' || command !== 'RCPT TO') return 'server'
  if (typeof responseCode !== 'number' || responseCode < 500) return 'later'
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(String(response))?.[0]
  if (status) return readStatus(status) === 'hard' ? 'gone' : 'no'
  return [550, 551, 553].includes(responseCode) ? 'gone' : 'no'
}

/** The parts of a returned mail (RFC 3464) that say for whom and why. */
export function readDeliveryStatus(text: string): Return[] {
  return text
    .split(/\r?\n\r?\n/)
    .map((part) => new Map([...part.matchAll(/^([\w-]+):[ \t]*(.*(?:\r?\n[ \t].*)*)/gm)].map(fieldOf)))
    .flatMap((fields): Return[] => {
      const recipient = fields.get('original-recipient') ?? fields.get('final-recipient')
      const action = fields.get('action')?.toLowerCase()
      const email = recipient?.split(';').at(-1)?.trim()
      if (!email || (action !== 'failed' && action !== 'delayed')) return []
      const status = /\d\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0] ?? ''
      return [{ email, kind: action === 'delayed' ? 'soft' : readStatus(status) }]
    })
}

const fieldOf = ([, name = '', value = '']: RegExpMatchArray): [string, string] => [
  name.toLowerCase(),
  value.replace(/\r?\n[ \t]+/g, ' ').trim(),
]

// --- what hosts of mails tell by a request of theirs -------------------------------------------

const Text = z.string().max(400)

/** Brevo, Scaleway and others: one word for what happened. */
const Worded = z
  .object({ event: Text, email: Text })
  .transform(({ event, email }) => ({ email, kind: readWord(event) }))
/** Mailjet. */
const Mailjet = z
  .object({ event: z.enum(['bounce', 'blocked', 'spam']), email: Text, hard_bounce: z.boolean().optional() })
  .transform(({ event, email, hard_bounce }) => ({
    email,
    kind:
      event === 'spam'
        ? ('complaint' as const)
        : hard_bounce === true
          ? ('hard' as const)
          : ('soft' as const),
  }))
/** SendGrid. */
const SendGrid = z
  .object({ event: z.literal('bounce'), type: z.enum(['bounce', 'blocked']), email: Text })
  .transform(({ email, type }) => ({
    email,
    kind: type === 'bounce' ? ('hard' as const) : ('soft' as const),
  }))
/** Postmark. */
const Postmark = z
  .object({ RecordType: z.enum(['Bounce', 'SpamComplaint']), Type: Text.optional(), Email: Text })
  .transform(({ RecordType, Type = '', Email }) => ({
    email: Email,
    kind: RecordType === 'SpamComplaint' ? ('complaint' as const) : readWord(Type),
  }))
/** Mailgun. */
const Mailgun = z
  .object({ 'event-data': z.object({ event: Text, severity: Text.optional(), recipient: Text }) })
  .transform(({ 'event-data': { event, severity, recipient } }) => ({
    email: recipient,
    kind:
      event === 'failed'
        ? severity === 'permanent'
          ? ('hard' as const)
          : ('soft' as const)
        : readWord(event),
  }))

const Addresses = z.array(z.object({ emailAddress: Text }))
/** Amazon SES, bare or in an envelope of SNS. */
const Ses = z.union([
  z.object({ bounce: z.object({ bounceType: Text, bouncedRecipients: Addresses }) }).transform(({ bounce }) =>
    bounce.bouncedRecipients.map(({ emailAddress }) => ({
      email: emailAddress,
      kind: bounce.bounceType === 'Permanent' ? ('hard' as const) : ('soft' as const),
    })),
  ),
  z.object({ complaint: z.object({ complainedRecipients: Addresses }) }).transform(({ complaint }) =>
    complaint.complainedRecipients.map(({ emailAddress }) => ({
      email: emailAddress,
      kind: 'complaint' as const,
    })),
  ),
])

const One = z.union([SendGrid, Mailjet, Postmark, Mailgun, Worded, Ses])

function readWord(word: string): Return['kind'] | null {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '')
  if (['spam', 'complaint', 'complained', 'spamcomplaint'].includes(plain)) return 'complaint'
  if (['hard', 'hardbounce', 'permanent', 'invalid', 'invalidemail', 'bademailaddress'].includes(plain))
    return 'hard'
  return [
    'soft',
    'softbounce',
    'transient',
    'temporary',
    'blocked',
    'deferred',
    'bounce',
    'bounced',
  ].includes(plain)
    ? 'soft'
    : null
}

/** Events in one request, whoever's shape they have; openings, clicks and what we do not know are left aside. */
export function readReturns(body: unknown): Return[] {
  const events = Array.isArray(body) ? body.slice(0, 1000) : [body]
  return events.flatMap((event): Return[] => {
    const parsed = One.safeParse(opened(event))
    if (!parsed.success) return []
    return [parsed.data].flat().filter((one): one is Return => one.kind !== null)
  })
}

/** SNS carries its event as a text. */
function opened(event: unknown): unknown {
  const { Message } = (event ?? {}) as { Message?: unknown }
  if (typeof Message !== 'string') return event
  try {
    return JSON.parse(Message)
  } catch {
    return event
  }
}

/** Heads of columns under which files from hosts of mails keep addresses and kinds. */
const EMAIL_HEADS = ['email', 'adresse', 'recipient', 'destinataire', 'mail', 'courriel']
const KIND_HEADS = ['type', 'kind', 'event', 'motif', 'raison', 'reason', 'status', 'statut', 'bounce']

/** Rows of a file: without a column that says the kind, somebody listed them because nobody is there. */
export function readReturnRows(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): Return[] | null {
  const place = (heads: readonly string[]) =>
    header.findIndex((head) =>
      heads.some((each) =>
        head
          .toLowerCase()
          .replace(/[^a-z]/g, '')
          .includes(each),
      ),
    )
  const [email, kind] = [place(EMAIL_HEADS), place(KIND_HEADS)]
  if (email === -1) return null
  return rows.flatMap((cells): Return[] => {
    const address = cells[email]?.trim() ?? ''
    if (!address.includes('@')) return []
    if (kind === -1) return [{ email: address, kind: 'hard' }]
    const said = cells[kind]?.trim() ?? ''
    const read = /^\d\.\d/.test(said) ? readStatus(said) : readWord(said)
    return read === null ? [] : [{ email: address, kind: read }]
  })
}
