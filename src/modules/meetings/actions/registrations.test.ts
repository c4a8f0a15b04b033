import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenContact } from '../../../../test/given-directory.ts'
import { givenGroup } from '../../../../test/given-groups.ts'
import { givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import {
  aComer,
  aMeeting,
  givenAdult,
  givenMeeting,
  givenRegistration,
  mailsOf,
} from '../../../../test/given-meetings.ts'
import { inCaisse } from '../../../db/db.ts'
import { addMember } from '../../groups/actions.ts'
import { SYSTEM } from '../../../kit/actor.ts'
import { listRegistrations, meetingCalls } from '../store/registrations.ts'
import { cancelMeeting, changeMeeting, inviteToMeeting } from './meetings.ts'
import { checkIn, noteCalled, register, withdraw } from './registrations.ts'

const statusesOf = async (app: TestApp, caisse: GivenCaisse, meetingId: string) =>
  (await inCaisse(app.db, caisse.id, (tx) => listRegistrations(tx, meetingId))).map(({ status }) => status)

const callsOf = (app: TestApp, caisse: GivenCaisse) => inCaisse(app.db, caisse.id, meetingCalls)

describe('a workshop with two places', () => {
  test('takes two, has the others wait, and gives a place left to who waited longest', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { capacity: 2 })
    const [first] = [
      await givenRegistration(caisse, meetingId),
      await givenRegistration(caisse, meetingId),
      await givenRegistration(caisse, meetingId, { email: 'premiere@example.org' }),
      await givenRegistration(caisse, meetingId),
    ]
    expect(await statusesOf(app, caisse, meetingId)).toEqual([
      'registered',
      'registered',
      'waiting',
      'waiting',
    ])
    await withdraw(caisse.call(SYSTEM), { registrationId: first })
    expect(await statusesOf(app, caisse, meetingId)).toEqual([
      'withdrawn',
      'registered',
      'registered',
      'waiting',
    ])
    const told = (await mailsOf(app, caisse)).filter(({ to }) => to === 'premiere@example.org')
    expect(told.map(({ subject }) => subject)).toEqual([
      'Vous êtes sur la liste d’attente : Conserver les légumes d’hiver',
      'Une place s’est libérée : Conserver les légumes d’hiver',
    ])
    expect(told.map(({ invitation }) => invitation?.method)).toEqual([undefined, 'REQUEST'])
  })

  test('never holds three, however many ask at once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { capacity: 2 })
    await Promise.all(
      Array.from({ length: 8 }, () =>
        register(caisse.call(SYSTEM), aComer(meetingId, { email: null, phone: '06 39 98 00 01' })),
      ),
    )
    const statuses = await statusesOf(app, caisse, meetingId)
    expect(statuses.filter((status) => status === 'registered')).toHaveLength(2)
    expect(statuses.filter((status) => status === 'waiting')).toHaveLength(6)
  })

  test('puts whoever has no mail on the list of people to call, until somebody called', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { capacity: 1 })
    const first = await givenRegistration(caisse, meetingId)
    const personId = await givenAdult(app, caisse, { givenName: 'Noor', phone: '06 39 98 11 22' })
    const second = await givenRegistration(caisse, meetingId, { personId, name: '', email: null })
    await withdraw(caisse.call(), { registrationId: first })
    expect(await callsOf(app, caisse)).toMatchObject([
      { id: second, name: 'Noor Essai', phone: '06 39 98 11 22', callAbout: 'promoted' },
    ])
    await noteCalled(caisse.call(), { registrationId: second })
    expect(await callsOf(app, caisse)).toEqual([])
  })

  test('gives more places when it grows', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { capacity: 1 })
    for (let i = 0; i < 3; i += 1) await givenRegistration(caisse, meetingId)
    const { announce: _, ...facts } = aMeeting({ capacity: 3 })
    await changeMeeting(caisse.call(), { meetingId, ...facts })
    expect(await statusesOf(app, caisse, meetingId)).toEqual(['registered', 'registered', 'registered'])
  })

  test('has no smaller room while people have their place', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { capacity: 3 })
    for (let i = 0; i < 2; i += 1) await givenRegistration(caisse, meetingId)
    const { announce: _, ...facts } = aMeeting({ capacity: 1 })
    await expect(changeMeeting(caisse.call(), { meetingId, ...facts })).rejects.toMatchObject({
      code: 'capacity_taken',
      params: { registered: 2 },
    })
  })

  test('asked twice is asked once, and who comes back asks anew', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { capacity: 1 })
    const again = aComer(meetingId, { email: 'Deux@example.org' })
    const { registrationId } = await register(caisse.call(SYSTEM), again)
    expect(await register(caisse.call(SYSTEM), { ...again, email: 'deux@EXAMPLE.org' })).toEqual({
      registrationId,
      status: 'registered',
      again: true,
    })
    await givenRegistration(caisse, meetingId)
    await withdraw(caisse.call(SYSTEM), { registrationId })
    expect((await register(caisse.call(SYSTEM), again)).status).toBe('waiting')
  })
})

describe('what calendars are told', () => {
  test('a move grows the number, keeps the name, and calls those whom no mail reaches', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    await givenRegistration(caisse, meetingId, { email: 'a@example.org' })
    await givenRegistration(caisse, meetingId, { email: null, phone: '06 39 98 00 02', source: 'desk' })
    const { announce: _, ...facts } = aMeeting({ day: '2026-12-15' })
    await changeMeeting(caisse.call(), { meetingId, ...facts, told: 'La salle était prise.' })
    await cancelMeeting(caisse.call(), { meetingId, told: '' })
    const calendars = (await mailsOf(app, caisse)).map(({ invitation }) => invitation!)
    expect(calendars.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL'])
    expect(calendars.map(({ content }) => /SEQUENCE:(\d+)/.exec(content)![1])).toEqual(['0', '1', '2'])
    expect(new Set(calendars.map(({ content }) => /UID:(.+)/.exec(content)![1])).size).toBe(1)
    expect(calendars[1]!.content).toContain('DTSTART;TZID=Europe/Paris:20261215T180000')
    expect((await mailsOf(app, caisse))[1]!.text).toContain('La salle était prise.')
    expect((await callsOf(app, caisse)).map(({ callAbout }) => callAbout)).toEqual(['cancelled'])
  })

  test('everybody with an address is invited once', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    await givenAdult(app, caisse, { email: 'b@example.org' })
    await givenAdult(app, caisse)
    expect(await inviteToMeeting(caisse.call(), { meetingId, whom: 'everybody' })).toEqual({ invited: 1 })
    expect(await inviteToMeeting(caisse.call(), { meetingId, whom: 'everybody' })).toEqual({ invited: 0 })
  })

  test('a group’s own meeting is told to the group', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const meetingId = await givenMeeting(caisse, { groupId, audience: 'group' })
    const contactId = await givenContact(caisse, { email: 'membre@example.org' })
    await addMember(caisse.call(), { groupId, contactId })
    await givenAdult(app, caisse, { email: 'autre@example.org' })
    expect(await inviteToMeeting(caisse.call(), { meetingId, whom: 'group' })).toEqual({ invited: 1 })
    expect((await mailsOf(app, caisse)).map(({ to }) => to)).toEqual(['membre@example.org'])
  })

  test('two people of one address: the calendar forgets it with the second', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const shared = { email: 'foyer@example.org' }
    const one = await givenRegistration(caisse, meetingId, shared)
    const other = await givenRegistration(caisse, meetingId, shared)
    await withdraw(caisse.call(), { registrationId: one })
    await withdraw(caisse.call(), { registrationId: other })
    expect((await mailsOf(app, caisse)).map(({ invitation }) => invitation?.method)).toEqual([
      'REQUEST',
      'REQUEST',
      undefined,
      'CANCEL',
    ])
  })

  test('a title with an amount stays off the subject', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse, { title: 'Cuisiner pour 2 €' })
    await givenRegistration(caisse, meetingId)
    expect((await mailsOf(app, caisse))[0]!.subject).toBe('Vous êtes inscrit·e : Atelier')
  })
})

describe('refused', () => {
  test('before it is announced, once it is over, when it is cancelled', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const draft = await givenMeeting(caisse, { announce: false })
    await expect(givenRegistration(caisse, draft)).rejects.toMatchObject({ code: 'meeting_not_announced' })
    const over = await givenMeeting(caisse, { day: '2026-11-20' })
    await expect(givenRegistration(caisse, over)).rejects.toMatchObject({ code: 'meeting_over' })
    const free = await givenMeeting(caisse, { registers: false })
    await expect(givenRegistration(caisse, free)).rejects.toMatchObject({
      code: 'meeting_without_registration',
    })
    const meetingId = await givenMeeting(caisse)
    const comer = await givenRegistration(caisse, meetingId)
    await cancelMeeting(caisse.call(), { meetingId })
    await expect(givenRegistration(caisse, meetingId)).rejects.toMatchObject({ code: 'meeting_cancelled' })
    await expect(checkIn(caisse.call(), { registrationId: comer, attended: 'yes' })).rejects.toMatchObject({
      code: 'meeting_cancelled',
    })
  })

  test('without a way to be told, an end before the beginning, a group that nobody named', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    await expect(
      register(caisse.call(SYSTEM), aComer(meetingId, { email: '', phone: '' })),
    ).rejects.toMatchObject({ issues: [{ field: 'email', message: 'reach_either' }] })
    await expect(givenMeeting(caisse, { until: '17:00' })).rejects.toMatchObject({
      issues: [{ field: 'until', message: 'ends_before' }],
    })
    await expect(givenMeeting(caisse, { audience: 'group' })).rejects.toMatchObject({
      issues: [{ field: 'groupId', message: 'group_needed' }],
    })
  })
})
