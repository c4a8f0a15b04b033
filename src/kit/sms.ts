export type SmsGateway = { send(message: { to: string; text: string }): Promise<void> }

export type SmsSettings = {
  SMS_URL?: string | undefined
  SMS_METHOD?: string | undefined
  SMS_BODY?: string | undefined
  SMS_HEADERS?: string | undefined
}

const TIMEOUT_MS = 10_000

/** Hands short messages to any gateway that speaks HTTP; off while no address is set. */
export function openSms({ SMS_URL, SMS_METHOD, SMS_BODY, SMS_HEADERS }: SmsSettings): { sms?: SmsGateway } {
  if (!SMS_URL) return {}
  const headers = new Headers(
    (SMS_HEADERS ?? '')
      .split('\n')
      .map((line) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line))
      .flatMap((found) => (found ? [[found[1]!, found[2]!] as [string, string]] : [])),
  )
  const method = SMS_METHOD ?? (SMS_BODY ? 'POST' : 'GET')
  const spell = spellingOf(headers.get('content-type') ?? '')
  return {
    sms: {
      async send(message) {
        const answer = await fetch(fill(SMS_URL, message, encodeURIComponent), {
          method,
          headers,
          ...(SMS_BODY && method !== 'GET' && { body: fill(SMS_BODY, message, spell) }),
          signal: AbortSignal.timeout(TIMEOUT_MS),
        })
        await answer.body?.cancel()
        if (!answer.ok) throw new Error(`the gateway of short messages answered ${answer.status}`)
      },
    },
  }
}

const fill = (
  template: string,
  { to, text }: { to: string; text: string },
  spell: (value: string) => string,
) => template.replaceAll(/\{(to|text)\}/g, (_, name: string) => spell(name === 'to' ? to : text))

/** So that a quote or an ampersand of a text stays a part of it. */
function spellingOf(contentType: string): (value: string) => string {
  if (contentType.includes('json')) return (value) => JSON.stringify(value).slice(1, -1)
  if (contentType.includes('xml'))
    return (value) =>
      value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  return contentType.includes('x-www-form-urlencoded') ? encodeURIComponent : (value) => value
}
