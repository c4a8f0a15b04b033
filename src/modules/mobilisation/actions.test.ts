import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import { givenMeeting, mailsOf } from '../../../test/given-meetings.ts'
import { aContact, anAction, givenAction, givenContact } from '../../../test/given-outreach.ts'
import { aRequest, givenStructure } from '../../../test/given-welcome.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { test, type TestApp } from '../../../test/app.ts'
import { inCaisse } from '../../db/db.ts'
import { SYSTEM, type Actor } from '../../kit/actor.ts'
import { openSms } from '../../kit/sms.ts'
import { listRegistrations } from '../meetings/store/registrations.ts'
import { preRegister } from '../people/actions/pre-registrations.ts'
import { deleteForgotten, listPreRegistrations } from '../people/store/pre-registrations.ts'
import { askToJoin, followUp, forgetContact, noteContact, reopenContact } from './actions/contacts.ts'
import { importContacts, previewContacts, uploadContacts } from './actions/imports.ts'
import { inviteContacts } from './actions/messages.ts'
import { noteLeaving, recordAction } from './actions/outreach.ts'
import { savePoster } from './actions/posters.ts'
import { forgetOutreach, sendSms } from './jobs.ts'
import { getContact, listContacts } from './store/contacts.ts'
import { countFunnel, countReasons, getAction, type OutreachAction } from './store/funnel.ts'
import { findImport } from './store/imports.ts'
import { listSms } from './store/sms.ts'

const contact = (app: TestApp, caisse: GivenCaisse, id: string) =>
  inCaisse(app.db, caisse.id, (tx) => getContact(tx, id))

const action = (app: TestApp, caisse: GivenCaisse, id: string): Promise<OutreachAction> =>
  inCaisse(app.db, caisse.id, (tx) => getAction(tx, id))

const night = (app: TestApp, caisse: GivenCaisse) =>
  inCaisse(app.db, caisse.id, (tx) =>
    forgetOutreach(tx, { now: app.now(), today: app.now().toISOString().slice(0, 10) }),
  )

const funnel = async (app: TestApp, caisse: GivenCaisse, until = '2026-12-31') => {
  const counts = await inCaisse(app.db, caisse.id, (tx) => countFunnel(tx, { since: '2026-01-01', until }))
  return Object.fromEntries(counts.map(({ step, count }) => [step, count]))
}

describe('somebody met at the market', () => {
  test('leaves a name and a number, and is called back a week later', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const actionId = await givenAction(caisse)
    const id = await givenContact(caisse, { actionId, givenName: 'Solène' })
    expect(await contact(app, caisse, id)).toMatchObject({
      name: 'Solène',
      source: 'market',
      metOn: '2026-11-21',
      followUpOn: '2026-12-01',
      lastHeardOn: '2026-11-24',
      step: 'met',
    })
    const due = (dueBy: string) => inCaisse(app.db, caisse.id, (tx) => listContacts(tx, { dueBy }))
    expect(await due('2026-11-30')).toEqual([])
    expect(await due('2026-12-01')).toHaveLength(1)
  })

  test('is noted once, in whatever spelling, with their consent', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenContact(caisse, { givenName: 'Solène', phone: '06 39 98 20 01' })
    await expect(
      noteContact(caisse.call(), aContact({ givenName: 'SOLENE', phone: '0639982001' })),
    ).rejects.toMatchObject({ code: 'contact_known' })
    await expect(noteContact(caisse.call(), aContact({ consent: '' }))).rejects.toMatchObject({
      issues: [{ field: 'consent' }],
    })
    await expect(noteContact(caisse.call(), aContact({ phone: '' }))).rejects.toMatchObject({
      issues: [{ field: 'phone', message: 'reach_phone' }],
    })
  })

  test('comes to an information meeting, then asks to join: their name is in their request alone', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const actionId = await givenAction(caisse)
    const contactId = await givenContact(caisse, {
      actionId,
      givenName: 'Solène',
      reach: 'mail',
      email: 'solene@example.org',
      phone: '',
    })
    const meetingId = await givenMeeting(caisse, { kind: 'information' })
    await followUp(caisse.call(), { contactId, outcome: 'meeting', meetingId })
    const registered = await inCaisse(app.db, caisse.id, (tx) => listRegistrations(tx, meetingId))
    expect(registered.map(({ name, source }) => [name, source])).toEqual([['Solène', 'team']])
    expect((await mailsOf(app, caisse)).map(({ invitation }) => invitation?.method)).toEqual(['REQUEST'])
    const { preRegistrationId } = await askToJoin(caisse.call(), {
      contactId,
      givenName: 'Solène',
      reach: 'mail',
      email: 'solene@example.org',
      adults: '2',
      children: '1',
      consent: 'yes',
    })
    const row = await inCaisse(app.db, caisse.id, (tx) =>
      tx
        .selectFrom('outreach_contact')
        .select(['given_name', 'email', 'pre_registration_id'])
        .where('caisse_id', '=', caisse.id)
        .where('id', '=', contactId)
        .executeTakeFirstOrThrow(),
    )
    expect(row).toEqual({ given_name: null, email: null, pre_registration_id: preRegistrationId })
    expect(await contact(app, caisse, contactId)).toMatchObject({ name: 'Solène', step: 'asked' })
    expect(await action(app, caisse, actionId)).toMatchObject({
      contacts: 1,
      meeting: 1,
      asked: 1,
      joined: 0,
    })
    await expect(followUp(caisse.call(), { contactId, outcome: 'later' })).rejects.toMatchObject({
      code: 'contact_asked_already',
    })
  })

  test('may stop, for a reason of the list or none, and come back', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    await expect(followUp(caisse.call(), { contactId, outcome: 'stop' })).rejects.toMatchObject({
      issues: [{ field: 'reason' }],
    })
    await followUp(caisse.call(), { contactId, outcome: 'stop', reason: 'undisclosed' })
    await expect(followUp(caisse.call(), { contactId, outcome: 'later' })).rejects.toMatchObject({
      code: 'contact_closed',
    })
    const reasons = await inCaisse(app.db, caisse.id, (tx) =>
      countReasons(tx, { since: '2026-11-01', until: '2026-11-30' }),
    )
    expect(reasons).toEqual([{ reason: 'undisclosed', count: 1 }])
    await reopenContact(caisse.call(), { contactId })
    expect(await contact(app, caisse, contactId)).toMatchObject({ closedOn: null, followUpOn: '2026-12-01' })
  })

  test('goes to information meetings only, and is called back on a day to come', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    const meetingId = await givenMeeting(caisse, { kind: 'workshop' })
    await expect(followUp(caisse.call(), { contactId, outcome: 'meeting', meetingId })).rejects.toMatchObject(
      {
        code: 'not_an_information_meeting',
      },
    )
    await expect(
      followUp(caisse.call(), { contactId, outcome: 'later', followUpOn: '2026-11-24' }),
    ).rejects.toMatchObject({ issues: [{ field: 'followUpOn', message: 'follow_up_over' }] })
  })
})

describe('names', () => {
  test('go after three months without news, and the numbers stay', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const actionId = await givenAction(caisse)
    const silent = await givenContact(caisse, { actionId })
    const heard = await givenContact(caisse, { actionId })
    app.at('2027-01-10T10:00:00Z')
    await followUp(caisse.call(), { contactId: silent, outcome: 'no_answer' })
    await followUp(caisse.call(), { contactId: heard, outcome: 'later' })
    app.at('2027-02-24T10:00:00Z')
    expect(await night(app, caisse)).toBe(0)
    app.at('2027-02-25T10:00:00Z')
    expect(await night(app, caisse)).toBe(1)
    expect(await contact(app, caisse, silent)).toMatchObject({ name: null, phone: null, followUpOn: null })
    expect(await contact(app, caisse, heard)).toMatchObject({ forgottenOn: null })
    expect(await action(app, caisse, actionId)).toMatchObject({ contacts: 2 })
  })

  test('go at once for whoever asks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const contactId = await givenContact(caisse)
    await forgetContact(caisse.call(), { contactId })
    expect(await contact(app, caisse, contactId)).toMatchObject({ name: null, phone: null })
    await expect(followUp(caisse.call(), { contactId, outcome: 'later' })).rejects.toMatchObject({
      code: 'contact_forgotten',
    })
  })

  test('of requests that came by a flyer are counted with it, and still once the request is gone', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const actionId = await givenAction(caisse)
    const { token } = await action(app, caisse, actionId)
    await preRegister(caisse.call(SYSTEM), aRequest({ flyer: token }))
    await preRegister(caisse.call(SYSTEM), aRequest({ flyer: 'rien' }))
    expect(await funnel(app, caisse)).toMatchObject({ met: 2, asked: 2 })
    await night(app, caisse)
    await night(app, caisse)
    expect(await funnel(app, caisse)).toMatchObject({ met: 2, asked: 2 })
    await inCaisse(app.db, caisse.id, (tx) => deleteForgotten(tx, '2027-06-01'))
    expect(await inCaisse(app.db, caisse.id, (tx) => listPreRegistrations(tx))).toEqual([])
    expect(await funnel(app, caisse)).toMatchObject({ met: 2, asked: 2 })
    expect(await action(app, caisse, actionId)).toMatchObject({ contacts: 1, asked: 1 })
  })
})

describe('a partner structure', () => {
  const member = async (app: TestApp, caisse: GivenCaisse, structureId: string): Promise<Actor> => {
    const actor = (await givenAccount(app, caisse.id, 'partner_structure')) as Extract<
      Actor,
      { kind: 'account' }
    >
    return { ...actor, grants: [{ ...actor.grants[0]!, scope: { kind: 'structure', id: structureId } }] }
  }

  test('brings people, and is not told whom others have met', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const structureId = await givenStructure(caisse)
    const actor = await member(app, caisse, structureId)
    await givenContact(caisse, { givenName: 'Aïcha', phone: '06 39 98 20 77' })
    const { contactId } = await noteContact(
      caisse.call(actor),
      aContact({ givenName: 'Aïcha', phone: '06 39 98 20 77' }),
    )
    expect(await contact(app, caisse, contactId)).toMatchObject({ structureId, source: 'structure' })
    const own = await inCaisse(app.db, caisse.id, (tx) => listContacts(tx, { structureId }))
    expect(own.map(({ id }) => id)).toEqual([contactId])
    await expect(followUp(caisse.call(actor), { contactId, outcome: 'later' })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    const actionId = await givenAction(caisse)
    await expect(noteContact(caisse.call(actor), aContact({ actionId }))).rejects.toMatchObject({
      code: 'unknown_outreach_action',
    })
  })
})

describe('a file of a form tool', () => {
  const upload = async (app: TestApp, caisse: GivenCaisse, text: string) => {
    const { importId } = await uploadContacts(caisse.call(), {
      name: 'reponses.csv',
      file: new TextEncoder().encode(text),
    })
    const preview = await inCaisse(app.db, caisse.id, async (tx) =>
      previewContacts(tx, await findImport(tx, importId)),
    )
    return { importId, preview }
  }

  test('is read by its headings, each wrong line told, duplicates found', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenContact(caisse, { givenName: 'Solène', phone: '06 39 98 20 01' })
    const { preview } = await upload(
      app,
      caisse,
      [
        'Horodateur;Prénom;Nom;Adresse e-mail;Téléphone;J’accepte',
        '1;Solène;Kaki;;06.39.98.20.01;Oui',
        '2;Corentin;Navet;corentin@example.org;;Oui',
        '3;Corentin;;CORENTIN@example.org;;Oui',
        '4;;Navet;x@example.org;;Oui',
        '5;Lina;;pas une adresse;;Oui',
        '6;Oumar;;;;Oui',
        '7;Yasmine;;y@example.org;;Non',
      ].join('\n'),
    )
    expect(preview.known.map(({ givenName }) => givenName)).toEqual(['Solène'])
    expect(preview.fresh.map(({ givenName, reach }) => [givenName, reach])).toEqual([['Corentin', 'mail']])
    expect(preview.twice).toEqual([4])
    expect(preview.problems).toEqual([
      { line: 5, code: 'no_name' },
      { line: 6, code: 'bad_email' },
      { line: 7, code: 'no_reach' },
      { line: 8, code: 'no_consent' },
    ])
  })

  test('is imported whole or not at all, and forgotten then', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const wrong = await upload(app, caisse, 'prénom;mail\nAna;ana@example.org\nBilal;bilal')
    await expect(importContacts(caisse.call(), { importId: wrong.importId })).rejects.toMatchObject({
      code: 'contact_file_has_problems',
      params: { count: 1, lineNumber: 3 },
    })
    const { importId } = await upload(
      app,
      caisse,
      'prénom,mail\nAna,ana@example.org\nBilal,bilal@example.org',
    )
    expect(await importContacts(caisse.call(), { importId })).toEqual({ contacts: 2 })
    await expect(importContacts(caisse.call(), { importId })).rejects.toMatchObject({
      code: 'unknown_contact_import',
    })
    app.at('2026-12-02T10:00:00Z')
    await night(app, caisse)
    const { rows } = await inCaisse(app.db, caisse.id, (tx) =>
      sql`select 1 from outreach_import where caisse_id = ${caisse.id}`.execute(tx),
    )
    expect(rows).toEqual([])
  })
})

describe('invitations', () => {
  const texts = { subject: 'Venez en parler', text: 'Bonjour' }

  /** A gateway of short messages that keeps what it is asked. */
  async function givenGateway() {
    const asked: { method: string; url: string; type: string; body: string }[] = []
    let status = 200
    const server = createServer((request: IncomingMessage, answer) => {
      let body = ''
      request.on('data', (part) => (body += part))
      request.on('end', () => {
        const { method = '', url = '', headers } = request
        asked.push({ method, url, type: headers['authorization'] ?? '', body })
        answer.writeHead(status).end()
      })
    })
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    return {
      asked,
      fail: (code: number) => void (status = code),
      url: `http://127.0.0.1:${port}`,
      close: () => new Promise((done) => void server.close(done)),
    }
  }

  test('go by mail and by short message through any gateway, never with an amount', async ({ app }) => {
    const gateway = await givenGateway()
    try {
      const sending: TestApp = {
        ...app,
        ...openSms({
          SMS_URL: `${gateway.url}/envoi?cle=a`,
          SMS_BODY: '{"numero":"{to}","message":"{text}"}',
          SMS_HEADERS: 'content-type: application/json\nauthorization: Bearer essai',
        }),
      }
      const caisse = await givenCaisse(sending)
      await givenContact(caisse, { phone: '06 39 98 20 11' })
      await givenContact(caisse, { reach: 'mail', phone: '', email: 'ana@example.org' })
      await givenContact(caisse, { reach: 'desk', phone: '' })
      const meetingId = await givenMeeting(caisse, { kind: 'information' })
      const sms = 'Réunion d’information mardi à 18 h : "venez" & parlons-en'
      await expect(
        inviteContacts(caisse.call(), { meetingId, ...texts, sms: 'Venez, 50 € par mois' }),
      ).rejects.toMatchObject({ issues: [{ field: 'sms', message: 'no_amount' }] })
      await expect(
        inviteContacts(caisse.call(), { meetingId, ...texts, sms: 'a'.repeat(161) }),
      ).rejects.toMatchObject({ issues: [{ field: 'sms', message: 'too_long' }] })
      expect(await inviteContacts(caisse.call(), { meetingId, ...texts, sms })).toEqual({ mails: 1, sms: 1 })
      const outbox = () => inCaisse(sending.db, caisse.id, listSms)
      const [queued] = await outbox()
      const payload = { caisseId: caisse.id, id: queued!.id }
      gateway.fail(503)
      await expect(sendSms(sending, payload)).rejects.toThrow('503')
      expect(await outbox()).toMatchObject([{ failures: 1, sentAt: null }])
      gateway.fail(202)
      await sendSms(sending, payload)
      await sendSms(sending, payload)
      expect(gateway.asked).toHaveLength(2)
      const [, sent] = gateway.asked
      expect(sent).toMatchObject({ method: 'POST', url: '/envoi?cle=a', type: 'Bearer essai' })
      expect(JSON.parse(sent!.body)).toEqual({ numero: '+33639982011', message: sms })
      expect(await outbox()).toMatchObject([{ failures: 1, sentAt: sending.now() }])
    } finally {
      await gateway.close()
    }
  })

  test('a gateway that takes all in its address gets it there', async () => {
    const gateway = await givenGateway()
    try {
      const { sms } = openSms({ SMS_URL: `${gateway.url}/?to={to}&text={text}` })
      await sms!.send({ to: '+33639982011', text: 'à 18 h & demie' })
      expect(gateway.asked[0]).toMatchObject({
        method: 'GET',
        url: '/?to=%2B33639982011&text=%C3%A0%2018%20h%20%26%20demie',
      })
    } finally {
      await gateway.close()
    }
    expect(openSms({})).toEqual({})
  })

  test('without a gateway, whoever has a phone is called', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await givenContact(caisse)
    const meetingId = await givenMeeting(caisse, { kind: 'information' })
    expect(await inviteContacts(caisse.call(), { meetingId, ...texts, sms: 'Venez' })).toEqual({
      mails: 0,
      sms: 0,
    })
  })
})

describe('what is written down', () => {
  test('an action is counted in whole people, and a departure in months that have begun', async ({ app }) => {
    const caisse = await givenCaisse(app)
    await expect(recordAction(caisse.call(), anAction({ talkedTo: '-4' }))).rejects.toMatchObject({
      issues: [{ field: 'talkedTo', message: 'number' }],
    })
    await expect(noteLeaving(caisse.call(), { leftIn: '2026-12', reason: 'moved' })).rejects.toMatchObject({
      issues: [{ field: 'leftIn' }],
    })
    await noteLeaving(caisse.call(), { leftIn: '2026-11', reason: 'moved' })
  })

  test('a poster speaks any language whose letters we print', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const first = { language: 'fr', title: 'Bien manger', text: '' }
    const save = (changes: object) =>
      savePoster(caisse.call(), { kind: 'poster', format: 'a4', first, ...changes })
    await save({ second: { language: 'ar', title: 'لنأكل جيدا معا', text: '' } })
    await save({ second: { language: 'so', title: 'Cunto wanaagsan', text: '' } })
    await expect(save({ second: { language: 'zh', title: '一起吃好', text: '' } })).rejects.toMatchObject({
      issues: [{ field: 'second.title', message: 'poster_script' }],
    })
    await expect(save({ kind: 'invitation' })).rejects.toMatchObject({
      issues: [{ field: 'meetingId', message: 'choice' }],
    })
    await expect(save({ first: { ...first, language: 'français' } })).rejects.toMatchObject({
      issues: [{ field: 'first.language' }],
    })
  })
})
