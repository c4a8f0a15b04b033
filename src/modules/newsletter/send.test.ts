import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import {
  givenLetter,
  givenPaperReader,
  givenReader,
  givenReaders,
  givenSending,
} from '../../../test/given-newsletter.ts'
import { openMailServer, type MailServer } from '../../../test/mail-server.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { SYSTEM } from '../../kit/actor.ts'
import { openMailer } from '../../kit/mail.ts'
import { resumeSending, scheduleLetter, stopSending, unscheduleLetter } from './actions/sending.ts'
import { leaveLetter } from './actions/subscriptions.ts'
import { changeHead } from './actions/letters.ts'
import { forgetReaders } from './jobs.ts'
import { sendLetter, wakeLetters } from './send.ts'
import { claim, progressOf } from './store/deliveries.ts'
import { findIssue } from './store/letters.ts'
import { setLetters } from './actions/returns.ts'
import { findByEmail } from './store/subscribers.ts'

const FROM = 'Tablée <tablee@example.org>'

const withMails = async (app: TestApp): Promise<{ app: TestApp; server: MailServer }> => {
  const server = await openMailServer()
  return { app: { ...app, mail: openMailer(server.url, FROM) }, server }
}

/** What the worker does, batch after batch, until nothing more is to do now. */
async function sendAll(app: TestApp, caisse: GivenCaisse, letterId: string): Promise<void> {
  for (let batch = 0; batch < 10; batch += 1) await sendLetter(app, { caisseId: caisse.id, letterId })
}

const progress = (app: TestApp, caisse: GivenCaisse, letterId: string) =>
  inCaisse(app.db, caisse.id, (tx) => progressOf(tx, letterId))

const status = async (app: TestApp, caisse: GivenCaisse, letterId: string) =>
  (await inCaisse(app.db, caisse.id, (tx) => findIssue(tx, letterId))).status

describe('a letter leaves', () => {
  test('once to each who said yes, with the way out and no trace of who opens it', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    const readers = ['ana@example.org', 'bob@example.org']
    for (const email of readers) await givenReader(app, caisse, email)
    await givenPaperReader(caisse, 'Mme Carvi', '1 rue Inventée')
    const letterId = await givenLetter(caisse, {
      title: 'Été',
      blocks: [
        { kind: 'text', title: 'Bonjour', body: 'Lire [le bilan](https://example.org/bilan?a=1&b=2).' },
      ],
    })
    await setLetters(caisse.call(), { replyTo: 'equipe@example.org', perHour: '' })
    expect(await givenSending(caisse, letterId)).toEqual({ mail: 2, paper: 1 })
    await sendAll(app, caisse, letterId)
    await sendAll(app, caisse, letterId)
    expect(server.received.map(({ to }) => to).sort()).toEqual(readers)
    const { mail, raw } = server.received[0]!
    expect(mail.subject).toMatch(/^Lettre n° \d+ – Été$/)
    expect(mail.from!.value[0]).toEqual({ name: 'Caisse d’essai', address: 'tablee@example.org' })
    expect(mail.replyTo!.text).toBe('equipe@example.org')
    expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(mail.html).toContain('href="https://example.org/bilan?a=1&amp;b=2"')
    expect(mail.text).toContain('le bilan (https://example.org/bilan?a=1&b=2)')
    expect(mail.html).toContain('parce que vous l’avez demandée à Caisse d’essai')
    expect(mail.html).not.toMatch(/<img/)
    const out = /<(http[^>]+)>/.exec(raw.replace(/\r\n\s+/g, ' ').match(/List-Unsubscribe: .*/)![0])![1]!
    expect(mail.text).toContain(out)
    const links = [...String(mail.html).matchAll(/href="([^"]+)"/g)].map(
      ([, href]) => new URL(href!.replaceAll('&amp;', '&')),
    )
    expect(new Set(links.map(({ host }) => host))).toEqual(new Set(['localhost', 'example.org']))
    expect(await status(app, caisse, letterId)).toBe('sent')
    expect(await progress(app, caisse, letterId)).toMatchObject({ sent: 2, waiting: 0, paper: 1, again: 0 })
    await server.close()
  })

  test('in batches, as many an hour as the host lets through', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    await givenReaders(app, caisse, 12)
    const letterId = await givenLetter(caisse)
    await setLetters(caisse.call(), { perHour: '5' })
    await givenSending(caisse, letterId)
    await sendAll(app, caisse, letterId)
    expect(server.received).toHaveLength(5)
    app.at('2026-11-24T11:00:01Z')
    await sendAll(app, caisse, letterId)
    expect(server.received).toHaveLength(10)
    app.at('2026-11-24T12:00:02Z')
    await sendAll(app, caisse, letterId)
    expect(new Set(server.received.map(({ to }) => to)).size).toBe(12)
    await server.close()
  })

  test('again to whoever was cut, under the same name, and to nobody else', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    const ana = await givenReader(app, caisse, 'ana@example.org')
    await givenReader(app, caisse, 'bob@example.org')
    const letterId = await givenLetter(caisse)
    await givenSending(caisse, letterId)
    await inCaisse(app.db, caisse.id, (tx) => claim(tx, letterId, { subscriberId: ana, inDoubt: false }))
    await sendAll(app, caisse, letterId)
    expect(server.received).toHaveLength(2)
    expect(server.received.find(({ to }) => to === 'ana@example.org')!.mail.messageId).toBe(
      `<lettre.${letterId}.${ana}@localhost>`,
    )
    expect(await progress(app, caisse, letterId)).toMatchObject({ sent: 2, again: 1 })
    await server.close()
  })

  test('by one process at a time', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    await givenReaders(app, caisse, 40)
    const letterId = await givenLetter(caisse)
    await givenSending(caisse, letterId)
    await Promise.all(Array.from({ length: 5 }, () => sendLetter(app, { caisseId: caisse.id, letterId })))
    expect(server.received).toHaveLength(40)
    await server.close()
  })

  test('past an address where nobody is, and later where the server asks to wait', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    for (const email of ['ana@example.org', 'gone@example.org', 'later@example.org', 'full@example.org'])
      await givenReader(app, caisse, email)
    const answers: Record<string, string> = {
      'gone@example.org': '550 5.1.1 no such user',
      'later@example.org': '451 4.7.1 greylisted',
      'full@example.org': '552 5.2.2 mailbox full',
    }
    server.onMail = (to) => answers[to] ?? null
    const letterId = await givenLetter(caisse)
    await givenSending(caisse, letterId)
    await sendAll(app, caisse, letterId)
    expect(await progress(app, caisse, letterId)).toMatchObject({ sent: 1, refused: 2, waiting: 1 })
    const found = (email: string) => inCaisse(app.db, caisse.id, (tx) => findByEmail(tx, email))
    expect((await found('gone@example.org'))!.status).toBe('bounced')
    expect((await found('full@example.org'))!.status).toBe('active')
    delete answers['later@example.org']
    await sendAll(app, caisse, letterId)
    expect(server.received).toHaveLength(1)
    app.at('2026-11-24T10:06:00Z')
    await sendAll(app, caisse, letterId)
    expect(server.received.map(({ to }) => to)).toEqual(['ana@example.org', 'later@example.org'])
    expect(await status(app, caisse, letterId)).toBe('sent')
    await server.close()
  })

  test('when the server of mails is back, without anybody losing their turn', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    await givenReaders(app, caisse, 3)
    const letterId = await givenLetter(caisse)
    await givenSending(caisse, letterId)
    await server.close()
    await sendAll(app, caisse, letterId)
    expect(await progress(app, caisse, letterId)).toMatchObject({ sent: 0, waiting: 3, refused: 0 })
    const back = await openMailServer(server.port)
    await sendAll(app, caisse, letterId)
    expect(back.received).toHaveLength(3)
    await back.close()
  })

  test('at the hour that was chosen, as things are then; not to who left meanwhile', async ({
    app: still,
  }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    await givenReader(app, caisse, 'ana@example.org')
    const bob = await givenReader(app, caisse, 'bob@example.org')
    const letterId = await givenLetter(caisse)
    const later = { letterId, when: 'later', day: '2026-11-26', hour: '18:30' } as const
    await scheduleLetter(caisse.call(), later)
    await unscheduleLetter(caisse.call(), { letterId })
    await scheduleLetter(caisse.call(), later)
    await expect(
      changeHead(caisse.call(), { letterId, number: '9', title: 'Trop tard' }),
    ).rejects.toMatchObject({ code: 'letter_scheduled' })
    await wakeLetters(app, {})
    expect(await status(app, caisse, letterId)).toBe('scheduled')
    app.at('2026-11-26T17:30:00Z')
    await wakeLetters(app, {})
    await leaveLetter(caisse.call(SYSTEM), { subscriberId: bob, by: 'page' })
    await sendAll(app, caisse, letterId)
    expect(server.received.map(({ to }) => to)).toEqual(['ana@example.org'])
    expect(await progress(app, caisse, letterId)).toMatchObject({ sent: 1, dropped: 1 })
    await server.close()
  })

  test('no further when somebody stops it, and on when they say so', async ({ app: still }) => {
    const { app, server } = await withMails(still)
    const caisse = await givenCaisse(app)
    await givenReaders(app, caisse, 3)
    const letterId = await givenLetter(caisse)
    await givenSending(caisse, letterId)
    await stopSending(caisse.call(), { letterId })
    await sendAll(app, caisse, letterId)
    expect(server.received).toHaveLength(0)
    await resumeSending(caisse.call(), { letterId })
    await sendAll(app, caisse, letterId)
    expect(server.received).toHaveLength(3)
    await expect(stopSending(caisse.call(), { letterId })).rejects.toMatchObject({ code: 'letter_sent' })
    await server.close()
  })
})

test('who received it is forgotten after a while; how many stays', async ({ app: still }) => {
  const { app, server } = await withMails(still)
  const caisse = await givenCaisse(app)
  await givenReader(app, caisse, 'ana@example.org')
  const letterId = await givenLetter(caisse)
  await givenSending(caisse, letterId)
  await sendAll(app, caisse, letterId)
  app.at('2027-03-01T10:00:00Z')
  await forgetReaders(app, {})
  expect(await progress(app, caisse, letterId)).toMatchObject({ sent: 0 })
  const { tally } = await inCaisse(app.db, caisse.id, (tx) => findIssue(tx, letterId))
  expect(tally).toEqual({ mailed: 1, printed: 0, refused: 0, bounced: 0 })
  await server.close()
})
