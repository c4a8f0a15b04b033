import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../test/app.ts'
import { givenOwnPages } from '../../../test/given-directory.ts'
import { givenSignedIn } from '../../../test/given-pages.ts'
import { givenCaisse, type GivenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { recordDecision } from '../caisses/actions.ts'
import { insertMeeting } from '../meetings/store/meetings.ts'
import { insertRegistrations } from '../meetings/store/registrations.ts'
import { erasePerson } from '../retention/actions.ts'
import { dropStep, keepStep, noteOtherwise, raiseStep, type StepInput } from './actions.ts'
import { keepLearning } from './jobs.ts'
import { isRequired, pathOf, type Step } from './rules.ts'
import { listSteps, progressOf } from './store.ts'

const TODAY = '2026-11-24'

const aStep = (changes: Partial<z.input<typeof StepInput>> = {}): z.input<typeof StepInput> => ({
  title: 'Réunion d’information',
  meetingKind: 'information',
  times: '1',
  otherWay: 'Un appel avec le comité',
  ...changes,
})

const givenStep = async (
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof StepInput>> = {},
): Promise<string> => (await keepStep(caisse.call(), aStep(changes))).stepId

/** Somebody came to a meeting of that kind. */
async function givenCame(
  app: TestApp,
  caisse: GivenCaisse,
  personId: string,
  kind: 'information' | 'workshop',
): Promise<void> {
  const meetingId = uuid()
  await inCaisse(app.db, caisse.id, async (tx) => {
    await insertMeeting(
      tx,
      {
        id: meetingId,
        kind,
        title: 'Rencontre',
        startsAt: new Date('2026-10-01T16:00:00Z'),
        endsAt: new Date('2026-10-01T18:00:00Z'),
        audience: 'public',
        status: 'announced',
      },
      app.now(),
    )
    const registration = {
      id: uuid(),
      meetingId,
      personId,
      name: '',
      email: null,
      phone: null,
      language: 'fr',
      status: 'registered',
      source: 'self',
      needs: '',
      interpreter: '',
      children: 0,
      meal: false,
      mayBeNamed: false,
    } as const
    await insertRegistrations(tx, [registration], app.now(), { attended: () => true })
  })
}

const pathIn = (app: TestApp, caisse: GivenCaisse, personId: string) =>
  inCaisse(app.db, caisse.id, async (tx) =>
    pathOf(await listSteps(tx, TODAY), await progressOf(tx, personId)).map(({ title, state, attended }) => [
      title,
      state,
      attended,
    ]),
  )

describe('the path', () => {
  test('goes on as one comes to meetings, in the order of its steps', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId, browser } = await givenOwnPages(app, caisse)
    await givenStep(caisse)
    const workshops = await givenStep(caisse, { title: 'Ateliers', meetingKind: 'workshop', times: '2' })
    await givenStep(caisse, { title: 'Visite', meetingKind: '' })
    await givenCame(app, caisse, personId, 'information')
    await givenCame(app, caisse, personId, 'workshop')
    expect(await pathIn(app, caisse, personId)).toEqual([
      ['Réunion d’information', 'done', 1],
      ['Ateliers', 'next', 1],
      ['Visite', 'later', 0],
    ])
    const { html } = await browser.get(`/c/${caisse.slug}/moi/parcours`)
    expect(html).toContain('Il vous reste 2 étapes')
    expect(html).toContain('Un appel avec le comité')
    await raiseStep(caisse.call(), { stepId: workshops })
    await dropStep(caisse.call(), { stepId: workshops })
    expect(await pathIn(app, caisse, personId)).toEqual([
      ['Réunion d’information', 'done', 1],
      ['Visite', 'next', 0],
    ])
  })

  test('a step has another way, and is required only by a decision, from a day on or after it', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    await expect(givenStep(caisse, { otherWay: ' ' })).rejects.toMatchObject({
      issues: [{ field: 'otherWay' }],
    })
    await expect(givenStep(caisse, { requiredFrom: '2026-12-01' })).rejects.toMatchObject({
      issues: [{ field: 'decisionId', message: 'step_needs_decision' }],
    })
    const { decisionId } = await recordDecision(caisse.call(), {
      decidedOn: '2026-11-10',
      body: 'Comité citoyen',
      title: 'Venir une fois avant de voter',
    })
    await expect(givenStep(caisse, { decisionId, requiredFrom: '2026-11-01' })).rejects.toMatchObject({
      code: 'step_before_decision',
    })
    await expect(givenStep(caisse, { decisionId: uuid(), requiredFrom: '2026-12-01' })).rejects.toMatchObject(
      {
        code: 'unknown_step_decision',
      },
    )
    await givenStep(caisse, { decisionId, requiredFrom: '2026-12-01' })
    const [step] = await inCaisse(app.db, caisse.id, (tx) => listSteps(tx, TODAY))
    expect([isRequired(step as Step, TODAY), isRequired(step as Step, '2026-12-01')]).toEqual([false, true])
  })

  test('done otherwise is noted without a reason, and taken back', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId } = await givenOwnPages(app, caisse, { givenName: 'Wenceslas' })
    const stepId = await givenStep(caisse)
    const desk = await givenSignedIn(app, caisse, 'coordinator')
    const page = `/c/${caisse.slug}/parcours/${stepId}`
    expect((await desk.browser.get(page)).html).toContain('Wenceslas')
    await desk.browser.post(`${page}/autrement`, { key: uuid(), personId, done: 'yes' })
    expect(await pathIn(app, caisse, personId)).toMatchObject([['Réunion d’information', 'done', 0]])
    expect((await desk.browser.get(page)).html).toContain('tout le monde l’a faite')
    await noteOtherwise(caisse.call(), { stepId, personId, done: 'no' })
    expect(await pathIn(app, caisse, personId)).toMatchObject([['Réunion d’information', 'next', 0]])
    await expect(
      noteOtherwise(caisse.call(), { stepId, personId: uuid(), done: 'yes' }),
    ).rejects.toMatchObject({
      code: 'unknown_person',
    })
    const sheet = await desk.browser.get(`/c/${caisse.slug}/parcours/feuille.pdf`)
    expect(sheet.headers.get('content-type')).toBe('application/pdf')
  })

  test('what was done stays when meetings forget who came, and goes with the person', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { personId } = await givenOwnPages(app, caisse)
    await givenStep(caisse)
    await givenCame(app, caisse, personId, 'information')
    await keepLearning(app)
    await inCaisse(app.db, caisse.id, (tx) =>
      tx.deleteFrom('meeting_registration').where('caisse_id', '=', caisse.id).execute(),
    )
    expect(await pathIn(app, caisse, personId)).toMatchObject([['Réunion d’information', 'done', 0]])
    await erasePerson(caisse.call(), { personId, sure: 'yes' })
    expect(await pathIn(app, caisse, personId)).toMatchObject([['Réunion d’information', 'next', 0]])
  })
})
