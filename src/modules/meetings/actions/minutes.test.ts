import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { test, type TestApp } from '../../../../test/app.ts'
import { givenAccount, givenCaisse, type GivenCaisse } from '../../../../test/given.ts'
import { givenGroup } from '../../../../test/given-groups.ts'
import { givenMeeting, givenRegistration } from '../../../../test/given-meetings.ts'
import { inCaisse } from '../../../db/db.ts'
import type { Actor } from '../../../kit/actor.ts'
import { tasksOfGroup } from '../../groups/store/work.ts'
import { joined } from '../rules/minutes.ts'
import { getSection, keptMarks, sectionsOf, versionsOf } from '../store/minutes.ts'
import {
  beginMinutes,
  joinAside,
  markTask,
  publishMinutes,
  reopenMinutes,
  saveSection,
  takePen,
  validateMinutes,
} from './minutes.ts'

async function givenSection(app: TestApp, caisse: GivenCaisse, meetingId?: string) {
  const about = meetingId ?? (await givenMeeting(caisse))
  await beginMinutes(caisse.call(), { meetingId: about })
  const [section] = await inCaisse(app.db, caisse.id, (tx) => sectionsOf(tx, about))
  return { meetingId: about, sectionId: section!.id }
}

const read = (app: TestApp, caisse: GivenCaisse, sectionId: string) =>
  inCaisse(app.db, caisse.id, (tx) => getSection(tx, sectionId))

/** Every text that is kept of a section: what it is, what it was, what stands beside it. */
const keptOf = (app: TestApp, caisse: GivenCaisse, sectionId: string): Promise<string[]> =>
  inCaisse(app.db, caisse.id, async (tx) => {
    const asides = await tx
      .selectFrom('minutes_aside')
      .select('body')
      .where('caisse_id', '=', caisse.id)
      .where('section_id', '=', sectionId)
      .execute()
    return [
      (await getSection(tx, sectionId)).body,
      ...(await versionsOf(tx, sectionId)).map(({ body }) => body),
      ...asides.map(({ body }) => body),
    ]
  })

describe('a section under one pen', () => {
  test('who writes second is told, and keeps their own text beside', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const other = await givenAccount(app, caisse.id, 'committee_member')
    const { sectionId } = await givenSection(app, caisse)
    expect(
      await saveSection(caisse.call(), { sectionId, base: 0, body: 'Nous étions douze.' }),
    ).toMatchObject({ state: 'saved', version: 1 })
    const second = await saveSection(caisse.call(other), { sectionId, base: 0, body: 'Treize présents.' })
    expect(second).toMatchObject({ state: 'aside', version: 1 })
    expect(second.otherText).toContain('coordinator')
    expect((await read(app, caisse, sectionId)).body).toBe('Nous étions douze.')
    expect(await keptOf(app, caisse, sectionId)).toContain('Treize présents.')
  })

  test('who takes over writes on; what the first still types is kept beside', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const other = await givenAccount(app, caisse.id, 'committee_member')
    const { sectionId } = await givenSection(app, caisse)
    await saveSection(caisse.call(), { sectionId, base: 0, body: 'un' })
    await expect(takePen(caisse.call(other), { sectionId })).rejects.toMatchObject({ code: 'section_held' })
    await takePen(caisse.call(other), { sectionId, takeover: true })
    expect(await saveSection(caisse.call(other), { sectionId, base: 1, body: 'un, deux' })).toMatchObject({
      state: 'saved',
      version: 2,
    })
    expect(await saveSection(caisse.call(), { sectionId, base: 1, body: 'un, trois' })).toMatchObject({
      state: 'aside',
    })
    expect((await keptOf(app, caisse, sectionId)).sort()).toEqual(['un', 'un, deux', 'un, deux', 'un, trois'])
  })

  test('a page that is not heard of any more has put its pen down', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const other = await givenAccount(app, caisse.id, 'committee_member')
    const { sectionId } = await givenSection(app, caisse)
    await saveSection(caisse.call(), { sectionId, base: 0, body: 'un' })
    app.at('2026-11-24T10:04:00Z')
    expect(await saveSection(caisse.call(other), { sectionId, base: 1, body: 'un, deux' })).toMatchObject({
      state: 'saved',
    })
  })

  test('two texts become one, asked again when somebody wrote meanwhile', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const other = await givenAccount(app, caisse.id, 'committee_member')
    const { sectionId } = await givenSection(app, caisse)
    await saveSection(caisse.call(), { sectionId, base: 0, body: 'un' })
    const { asideId } = await saveSection(caisse.call(other), { sectionId, base: 0, body: 'deux' })
    const one = { asideId: asideId!, body: joined('un', 'deux') }
    expect(one.body).toBe('un\n\ndeux')
    await saveSection(caisse.call(), { sectionId, base: 1, body: 'un et demi' })
    await expect(joinAside(caisse.call(other), { ...one, base: 1 })).rejects.toMatchObject({
      code: 'section_moved',
    })
    await joinAside(caisse.call(other), { ...one, base: 2 })
    expect((await read(app, caisse, sectionId)).asides).toBe(0)
    await expect(joinAside(caisse.call(), { ...one, base: 3 })).rejects.toMatchObject({
      code: 'aside_settled',
    })
    expect((await keptOf(app, caisse, sectionId)).join('\n')).toContain('un et demi')
  })
})

describe('nothing that two people type is lost', () => {
  type Move = { who: 0 | 1; act: 'type' | 'reload' | 'take' | 'wait' }

  const fresh = (base: number, body: string) => ({ base, body, asideId: null as string | null })

  const moves = fc.array(
    fc.record<Move>({
      who: fc.constantFrom(0, 1),
      act: fc.constantFrom('type', 'type', 'type', 'reload', 'take', 'wait'),
    }),
    { minLength: 4, maxLength: 14 },
  )

  test(
    'in whatever order they type, reload, take over and come back',
    { timeout: 20_000 },
    async ({ app }) => {
      const caisse = await givenCaisse(app)
      const writers: readonly Actor[] = [
        caisse.coordinator,
        await givenAccount(app, caisse.id, 'committee_member'),
      ]
      let clock = Date.parse('2026-11-24T10:00:00Z')
      await fc.assert(
        fc.asyncProperty(moves, async (story) => {
          const { sectionId } = await givenSection(app, caisse)
          const screens = [fresh(0, ''), fresh(0, '')]
          const typed: string[] = []
          for (const { who, act } of story) {
            clock += 1000
            app.at(new Date(clock).toISOString())
            const screen = screens[who]!
            const call = () => caisse.call(writers[who])
            if (act === 'wait') clock += 4 * 60_000
            else if (act === 'take') await takePen(call(), { sectionId, takeover: true })
            else if (act === 'reload') {
              const { version, body } = await read(app, caisse, sectionId)
              screens[who] = fresh(version, body)
            } else {
              const word = `mot${typed.length}`
              typed.push(word)
              screen.body = `${screen.body} ${word}`
              const saved = await saveSection(call(), { sectionId, ...screen })
              if (saved.state === 'saved') screen.base = saved.version
              screen.asideId = saved.asideId
            }
          }
          const kept = (await keptOf(app, caisse, sectionId)).join(' ').split(/\s+/)
          expect(typed.filter((word) => !kept.includes(word))).toEqual([])
        }),
        { numRuns: 12 },
      )
    },
  )

  test('when two people save from five screens each at the same instant', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const other = await givenAccount(app, caisse.id, 'committee_member')
    const { sectionId } = await givenSection(app, caisse)
    const texts = Array.from({ length: 10 }, (_, i) => `texte-${i}`)
    const saved = await Promise.all(
      texts.map((body, i) =>
        saveSection(caisse.call(i % 2 ? other : caisse.coordinator), { sectionId, base: 0, body }),
      ),
    )
    expect(saved.filter(({ state }) => state === 'saved')).toHaveLength(1)
    expect((await keptOf(app, caisse, sectionId)).sort()).toEqual(expect.arrayContaining(texts))
    expect((await read(app, caisse, sectionId)).asides).toBe(9)
  })
})

describe('agreed and published', () => {
  const TEXT = [
    'Noor présente le bilan.',
    'Décision : ouvrir un étal le soir, comme Noor le propose',
    'Tâche : appeler la mairie (Noor, avant le 15/12/2026)',
    'Objection (Noor) : trop tôt',
  ].join('\n')

  async function givenWritten(app: TestApp, caisse: GivenCaisse, mayBeNamed = false) {
    const meetingId = await givenMeeting(caisse)
    await givenRegistration(caisse, meetingId, { name: 'Noor Essai', mayBeNamed })
    const { sectionId } = await givenSection(app, caisse, meetingId)
    await saveSection(caisse.call(), { sectionId, base: 0, body: TEXT })
    return { meetingId, sectionId }
  }

  test('decisions enter the register without names, tasks are followed, the text is closed', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const { meetingId, sectionId } = await givenWritten(app, caisse)
    await validateMinutes(caisse.call(), { meetingId, body: 'Journée collective' })
    const marks = await inCaisse(app.db, caisse.id, (tx) => keptMarks(tx, meetingId))
    expect(marks).toMatchObject([
      {
        kind: 'decision',
        text: 'Ouvrir un étal le soir, comme un·e habitant·e le propose',
        decisionNumber: 2,
      },
      { kind: 'task', text: 'Appeler la mairie', owner: 'Noor', dueOn: '2026-12-15' },
    ])
    await expect(
      saveSection(caisse.call(), { sectionId, base: 1, body: 'autre chose' }),
    ).rejects.toMatchObject({ code: 'minutes_validated' })
    await markTask(caisse.call(), { taskId: marks[1]!.id, done: true })
    await reopenMinutes(caisse.call(), { meetingId })
    await validateMinutes(caisse.call(), { meetingId, body: 'Journée collective' })
    expect(await inCaisse(app.db, caisse.id, (tx) => keptMarks(tx, meetingId))).toHaveLength(2)
  })

  test.for([
    [false, 'un·e habitant·e présente le bilan.'],
    [true, 'Noor présente le bilan.'],
  ] as const)('agreed to be named: %s', async ([agreed, first], { app }) => {
    const caisse = await givenCaisse(app)
    const { meetingId, sectionId } = await givenWritten(app, caisse, agreed)
    await expect(publishMinutes(caisse.call(), { meetingId, audience: 'public' })).rejects.toMatchObject({
      code: 'minutes_not_validated',
    })
    await validateMinutes(caisse.call(), { meetingId, body: 'Comité' })
    await publishMinutes(caisse.call(), { meetingId, audience: 'public' })
    const { published } = await read(app, caisse, sectionId)
    expect(published).toContain(first)
    expect(published).toContain('Objection : Trop tôt')
  })

  test('not while two texts wait to be joined', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const { meetingId, sectionId } = await givenWritten(app, caisse)
    const other = await givenAccount(app, caisse.id, 'committee_member')
    await saveSection(caisse.call(other), { sectionId, base: 0, body: 'mon texte' })
    await expect(validateMinutes(caisse.call(), { meetingId, body: 'Comité' })).rejects.toMatchObject({
      code: 'minutes_to_join',
      params: { count: 1 },
    })
  })

  test('tasks of a group’s meeting are the group’s', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const meetingId = await givenMeeting(caisse, { groupId, audience: 'group' })
    const { sectionId } = await givenSection(app, caisse, meetingId)
    await saveSection(caisse.call(), { sectionId, base: 0, body: 'Tâche : appeler la mairie (Noor)' })
    await validateMinutes(caisse.call(), { meetingId, body: 'Groupe cuisine' })
    const [task] = await inCaisse(app.db, caisse.id, (tx) => tasksOfGroup(tx, groupId))
    expect(task).toMatchObject({ title: 'Appeler la mairie (Noor)', doneOn: null })
    const [mark] = await inCaisse(app.db, caisse.id, (tx) => keptMarks(tx, meetingId))
    expect(mark).toMatchObject({ groupTaskId: task!.id, doneAt: null })
  })
})
