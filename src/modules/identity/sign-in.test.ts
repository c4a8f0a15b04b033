import { SMTPServer } from 'smtp-server'
import { describe, expect } from 'vitest'
import { v7 as uuid } from 'uuid'
import { createApp } from '../../app.tsx'
import { test, type TestApp } from '../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { SYSTEM, type Actor, type Role } from '../../kit/actor.ts'
import { openMailer } from '../../kit/mail.ts'
import { translator } from '../../kit/i18n/translate.ts'
import { invitePerson, openNumberSession, openSession, requestSignIn, whoIs } from './actions.ts'
import { forgetMails, listMails, queueMail, sendMail } from './outbox.ts'
import { describeBrowser } from './rules.ts'
import { deleteSessions, endNumberSessions, listSessions } from './sessions.ts'
import { endGrant, listRoles } from './store.ts'

const t = translator('fr')

async function invite(caisse: GivenCaisse, role: Role = 'resident') {
  const email = `${uuid()}@example.org`
  const { accountId } = await invitePerson(caisse.call(SYSTEM), {
    name: `Personne ${uuid().slice(-4)}`,
    email,
    role,
    fromOn: '2026-01-01',
  })
  return { accountId, email }
}

const mailsTo = (app: TestApp, email: string) =>
  app.db.selectFrom('mail_outbox').selectAll().where('recipient', '=', email).orderBy('queued_at').execute()

describe('a link', () => {
  test('is sent to whom we know, and answered alike to whom we do not', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { email } = await invite(caisse)
    await requestSignIn(app, t, { email: email.toUpperCase() })
    const [mail] = await mailsTo(app, email)
    expect(mail!.text).toMatch(/\/connexion\/lien\/[\w-]{43}\n/)
    const stranger = `${uuid()}@example.org`
    await requestSignIn(app, t, { email: stranger })
    expect(await mailsTo(app, stranger)).toEqual([])
  })

  test('opens a session, and a second browser is told by mail', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { email } = await invite(caisse)
    const web = createApp(app)
    const follow = async (cookie = '') => {
      await requestSignIn(app, t, { email })
      const [path] = /\/connexion\/lien\/[\w-]+/.exec((await mailsTo(app, email)).at(-1)!.text)!
      const page = await (await web.request(path)).text()
      const [, accountId] = /name="accountId" value="([^"]+)"/.exec(page)!
      return web.request(path, {
        method: 'POST',
        headers: { origin: 'http://localhost', cookie, 'user-agent': FIREFOX },
        body: new URLSearchParams({ accountId: accountId! }),
      })
    }
    const first = await follow()
    expect(first.headers.get('location')).toBe('/accueil')
    const device = /tablee_appareil=[^;]+/.exec(first.headers.get('set-cookie')!)![0]
    app.at('2026-11-24T11:00:00Z')
    await follow(device)
    expect(await mailsTo(app, email)).toHaveLength(2)
    app.at('2026-11-24T12:00:00Z')
    await follow()
    const told = (await mailsTo(app, email)).at(-1)!
    expect(told.subject).toBe(t('identity.newDevice.subject'))
    expect(told.text).toContain('Firefox · Windows')
  })
})

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

test.each([
  [FIREFOX, 'Firefox · Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari · iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36',
    'Samsung Internet · Android',
  ],
  ['curl/8.5', null],
])('a browser in words: %s', (userAgent, words) => {
  expect(describeBrowser(userAgent)).toBe(words)
})

describe('sessions', () => {
  test('are closed one by one or all but this one, and never somebody else’s', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [me, other] = [await invite(caisse), await invite(caisse)]
    const open = (accountId: string) => openSession(app, accountId, FIREFOX)
    const [here, there, third, theirs] = [
      await open(me.accountId),
      await open(me.accountId),
      await open(me.accountId),
      await open(other.accountId),
    ]
    const idOf = async (session: string) => {
      const { actor } = (await whoIs(app, session))!
      return actor.kind === 'account' ? actor.sessionId! : ''
    }
    await deleteSessions(app.db, me.accountId, { id: await idOf(theirs.session) })
    expect(await whoIs(app, theirs.session)).not.toBeNull()
    await deleteSessions(app.db, me.accountId, { id: await idOf(there.session) })
    expect(await whoIs(app, there.session)).toBeNull()
    await deleteSessions(app.db, me.accountId, { allBut: await idOf(here.session) })
    expect(await whoIs(app, third.session)).toBeNull()
    expect(await listSessions(app.db, me.accountId)).toHaveLength(1)
  })

  test.for([
    ['a fortnight without a visit', '2026-12-08T10:00:01Z'],
    ['thirty days', '2026-12-24T10:00:01Z'],
  ])('end after %s', async ([, instant], { app }) => {
    const caisse = await givenCaisse(app)
    const { session } = await openSession(app, (await invite(caisse)).accountId, '')
    app.at(instant!)
    expect(await whoIs(app, session)).toBeNull()
  })

  test('by number end after half an hour without a visit, and with the card', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const personId = uuid()
    const open = () =>
      openNumberSession(app, { caisseId: caisse.id, personId, personName: 'Alix', userAgent: '' })
    const { session } = await open()
    expect((await whoIs(app, session))!.actor).toMatchObject({
      kind: 'number',
      personId,
      caisseId: caisse.id,
    })
    app.at('2026-11-24T10:30:01Z')
    expect(await whoIs(app, session)).toBeNull()
    const again = await open()
    await endNumberSessions(app.db, caisse.id, personId)
    expect(await whoIs(app, again.session)).toBeNull()
  })

  test('lose a role at once when it ends', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { accountId } = await invite(caisse, 'committee_member')
    const { session } = await openSession(app, accountId, '')
    const grants = async () =>
      ((await whoIs(app, session))!.actor as Extract<Actor, { kind: 'account' }>).grants
    expect(await grants()).toHaveLength(1)
    await inCaisse(app.db, caisse.id, async (tx) => {
      const [role] = (await listRoles(tx)).filter((one) => one.accountId === accountId)
      await endGrant(tx, role!.id, { endedAt: app.now() })
    })
    expect(await grants()).toHaveLength(0)
  })
})

describe('mails', () => {
  test('leave by any SMTP server, and their text is then forgotten', async ({ app }) => {
    const letters: string[] = []
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _, done) {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
        stream.on('end', () => {
          letters.push(text)
          done()
        })
      },
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    try {
      const { port } = server.server.address() as { port: number }
      const sending = { ...app, mail: openMailer(`smtp://127.0.0.1:${port}`, 'tablee@example.org') }
      const to = `${uuid()}@example.org`
      await queueMail(app.db, app, { to, subject: 'Bienvenue', text: 'Voici la suite.' })
      const [queued] = await mailsTo(app, to)
      await sendMail(sending, { id: queued!.id })
      await sendMail(sending, { id: queued!.id })
      expect(letters).toHaveLength(1)
      expect(letters[0]).toContain('Voici la suite.')
      expect((await mailsTo(app, to))[0]).toMatchObject({ text: '', failures: 0 })
    } finally {
      await new Promise<void>((closed) => server.close(() => closed()))
    }
  })

  test('wait, counted, while the server is away; without one they stay to be read', async ({ app }) => {
    const to = `${uuid()}@example.org`
    await queueMail(app.db, app, { to, subject: 'Bienvenue', text: 'Bonjour' })
    const [{ id } = { id: '' }] = await mailsTo(app, to)
    const away = { ...app, mail: openMailer('smtp://127.0.0.1:1', 'tablee@example.org') }
    await expect(sendMail(away, { id })).rejects.toThrow(/ECONNREFUSED/)
    await sendMail(app, { id })
    expect((await mailsTo(app, to))[0]).toMatchObject({ text: 'Bonjour', sent_at: null, failures: 1 })
    app.at('2026-12-25T10:00:00Z')
    await forgetMails(app)
    expect(await mailsTo(app, to)).toEqual([])
  })

  test('never have an amount as their subject, nor leave when the gesture did not happen', async ({
    app,
  }) => {
    const to = `${uuid()}@example.org`
    for (const subject of ['Il vous reste 38,50 €', 'Cotisation : 20 euros'])
      await expect(queueMail(app.db, app, { to, subject, text: '' })).rejects.toThrow(
        'an amount in the subject',
      )
    const undone = app.db.transaction().execute(async (tx) => {
      await queueMail(tx, app, { to, subject: 'Bienvenue', text: '' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await mailsTo(app, to)).toEqual([])
  })

  test('of another caisse are not shown', async ({ app }) => {
    const [here, there] = [await givenCaisse(app), await givenCaisse(app)]
    const ours = await invite(here)
    const theirs = await invite(there)
    await queueMail(app.db, app, { to: 'a@example.org', subject: 'A', text: '' }, here.id)
    await queueMail(app.db, app, { to: 'b@example.org', subject: 'B', text: '' }, there.id)
    for (const { email } of [ours, theirs]) await requestSignIn(app, t, { email })
    const shown = await inCaisse(app.db, here.id, (tx) => listMails(tx))
    expect(shown.map((mail) => mail.recipient).sort()).toEqual([ours.email, 'a@example.org'].sort())
  })
})
