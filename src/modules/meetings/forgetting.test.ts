import sharp from 'sharp'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { givenAdult, givenMeeting, givenRegistration } from '../../../test/given-meetings.ts'
import { givenBrowser } from '../../../test/given-pages.ts'
import { inCaisse } from '../../db/db.ts'
import { erasePerson } from '../retention/actions.ts'
import { beginMinutes, saveSection } from './actions/minutes.ts'
import { addPhoto, changePhoto, giveConsent, removePhoto, withdrawConsent } from './actions/photos.ts'
import { checkIn } from './actions/registrations.ts'
import { forgetMeetings } from './jobs.ts'
import { getMeeting } from './store/meetings.ts'
import { sectionsOf, versionsOf } from './store/minutes.ts'
import { photosFor, photosOfMeeting } from './store/photos.ts'
import { listRegistrations } from './store/registrations.ts'

const inside = <T>(app: TestApp, caisse: GivenCaisse, query: Parameters<typeof inCaisse<T>>[2]) =>
  inCaisse(app.db, caisse.id, query)

const picture = () =>
  sharp({ create: { width: 8, height: 6, channels: 3, background: '#cf4a2b' } })
    .jpeg()
    .toBuffer()

async function givenPhoto(caisse: GivenCaisse, { nobody = false } = {}) {
  const meetingId = await givenMeeting(caisse)
  const file = new Uint8Array(await picture())
  const { photoId } = await addPhoto(caisse.call(), { meetingId, alt: 'Deux marmites', nobody, file })
  return { meetingId, photoId }
}

describe('a picture', () => {
  test('is shown where everybody in it agreed, until the day they said, and nowhere once one takes it back', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { meetingId, photoId } = await givenPhoto(caisse)
    const shown = async (use: 'site' | 'poster', day: string) =>
      (await inside(app, caisse, (tx) => photosFor(tx, use, day))).length
    expect(await shown('site', '2026-12-01')).toBe(0)
    await giveConsent(caisse.call(), {
      photoId,
      name: 'Noor',
      uses: ['site', 'poster'],
      until: '2027-01-31',
    })
    expect([await shown('site', '2027-01-31'), await shown('site', '2027-02-01')]).toEqual([1, 0])
    await giveConsent(caisse.call(), { photoId, name: 'Sacha', uses: ['site'], until: '2027-06-30' })
    expect([await shown('site', '2026-12-01'), await shown('poster', '2026-12-01')]).toEqual([1, 0])
    const address = `/c/${caisse.slug}/photos/${photoId}/site`
    const served = await givenBrowser(app).get(address)
    expect([served.status, served.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    const [photo] = await inside(app, caisse, (tx) => photosOfMeeting(tx, meetingId))
    await withdrawConsent(caisse.call(), { consentId: photo!.consents[1]!.id })
    expect((await givenBrowser(app).get(address)).status).toBe(404)
    app.at('2026-11-26T02:00:00Z')
    await forgetMeetings(app)
    expect(await inside(app, caisse, (tx) => photosOfMeeting(tx, meetingId))).toEqual([])
  })

  test('of nobody needs nobody; of somebody it is not of nobody', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { photoId } = await givenPhoto(caisse, { nobody: true })
    expect(await inside(app, caisse, (tx) => photosFor(tx, 'newsletter', '2026-12-01'))).toHaveLength(1)
    const consent = { photoId, name: 'Noor', uses: ['site' as const], until: '2027-01-31' }
    await expect(giveConsent(caisse.call(), consent)).rejects.toMatchObject({ code: 'photo_of_nobody' })
    await changePhoto(caisse.call(), { photoId, alt: 'Une personne, de face', nobody: false })
    await giveConsent(caisse.call(), consent)
    await expect(changePhoto(caisse.call(), { photoId, alt: 'x', nobody: true })).rejects.toMatchObject({
      code: 'photo_of_somebody',
    })
    await removePhoto(caisse.call(), { photoId })
    expect(await inside(app, caisse, (tx) => photosFor(tx, 'site', '2026-12-01'))).toEqual([])
  })

  test('is a picture, and says what it shows', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const page = new TextEncoder().encode('<html><script>alert(1)</script></html>')
    await expect(addPhoto(caisse.call(), { meetingId, alt: 'x', file: page })).rejects.toMatchObject({
      code: 'not_a_picture',
    })
    await expect(
      addPhoto(caisse.call(), { meetingId, alt: ' ', file: new Uint8Array(await picture()) }),
    ).rejects.toMatchObject({ issues: [{ field: 'alt' }] })
  })
})

describe('names of who came', () => {
  test('are forgotten after the months the caisse set; how many came stays, and minutes without names', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const meetingId = await givenMeeting(caisse)
    const one = await givenRegistration(caisse, meetingId, { name: 'Noor Essai' })
    await givenRegistration(caisse, meetingId)
    await checkIn(caisse.call(), { registrationId: one, attended: 'yes' })
    await beginMinutes(caisse.call(), { meetingId })
    const [section] = await inside(app, caisse, (tx) => sectionsOf(tx, meetingId))
    await saveSection(caisse.call(), { sectionId: section!.id, base: 0, body: 'Noor a ouvert.' })
    app.at('2027-12-07T02:00:00Z')
    await forgetMeetings(app)
    expect(await inside(app, caisse, (tx) => listRegistrations(tx, meetingId))).toHaveLength(2)
    app.at('2027-12-10T02:00:00Z')
    await forgetMeetings(app)
    expect(await inside(app, caisse, (tx) => listRegistrations(tx, meetingId))).toEqual([])
    expect(await inside(app, caisse, (tx) => getMeeting(tx, meetingId))).toMatchObject({ came: 1 })
    const [after] = await inside(app, caisse, (tx) => sectionsOf(tx, meetingId))
    expect(after!.body).toBe('un·e habitant·e a ouvert.')
    expect(await inside(app, caisse, (tx) => versionsOf(tx, section!.id))).toEqual([])
  })

  test('whoever asks to be forgotten is on no list, in no car and in no picture', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { meetingId, photoId } = await givenPhoto(caisse)
    const personId = await givenAdult(app, caisse, { givenName: 'Noor', email: 'noor@example.org' })
    await givenRegistration(caisse, meetingId, { personId, name: '', email: null })
    await giveConsent(caisse.call(), {
      photoId,
      personId,
      name: 'Noor',
      uses: ['site'],
      until: '2027-01-31',
    })
    await erasePerson(caisse.call(), { personId, sure: 'yes' })
    expect(await inside(app, caisse, (tx) => listRegistrations(tx, meetingId))).toEqual([])
    expect(await inside(app, caisse, (tx) => photosFor(tx, 'site', '2026-12-01'))).toEqual([])
    const [photo] = await inside(app, caisse, (tx) => photosOfMeeting(tx, meetingId))
    expect(photo!.consents).toMatchObject([{ name: '—', personId: null }])
  })
})
