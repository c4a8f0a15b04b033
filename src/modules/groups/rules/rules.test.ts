import { describe, expect, test } from 'vitest'
import { isOverdue, refusalToJoin, refusalToTick, refusalToWork } from './group.ts'
import { drawTimeline, type TimedGroup } from './timeline.ts'

const ofResidents = { composition: 'residents', status: 'active' } as const
const ofStructures = { composition: 'structures', status: 'active' } as const
const nobody = { personId: 'me', member: false, team: false }

describe('who may do what in a group', () => {
  test('residents join residents’ groups by themselves, while they last', () => {
    expect(refusalToJoin(ofResidents, { member: false })).toBeNull()
    expect(refusalToJoin(ofResidents, { member: true })?.code).toBe('already_in_group')
    expect(refusalToJoin(ofStructures, { member: false })?.code).toBe('group_of_structures')
    expect(refusalToJoin({ ...ofResidents, status: 'closed' }, { member: false })?.code).toBe('group_closed')
  })

  test('members and the team write, and nobody once it is closed', () => {
    expect(refusalToWork(ofResidents, { member: true, team: false })).toBeNull()
    expect(refusalToWork(ofResidents, { member: false, team: true })).toBeNull()
    expect(refusalToWork(ofResidents, { member: false, team: false })?.code).toBe('not_in_group')
    expect(refusalToWork({ status: 'closed' }, { member: true, team: true })?.code).toBe('group_closed')
  })

  test('a task is ticked by its owner, by a member while it is nobody’s, and by the team', () => {
    expect(refusalToTick({ ownerId: 'me' }, nobody)).toBeNull()
    expect(refusalToTick({ ownerId: null }, { ...nobody, member: true })).toBeNull()
    expect(refusalToTick({ ownerId: 'other' }, { ...nobody, member: true })?.code).toBe('task_of_another')
    expect(refusalToTick({ ownerId: null }, nobody)?.code).toBe('not_in_group')
    expect(refusalToTick({ ownerId: 'other' }, { ...nobody, team: true })).toBeNull()
    expect(refusalToTick({ ownerId: null }, { personId: null, member: false, team: false })?.code).toBe(
      'not_in_group',
    )
  })

  test('a task is late the day after its day, unless it is done', () => {
    const today = '2026-11-24'
    expect(isOverdue({ dueOn: '2026-11-24', doneOn: null }, today)).toBe(false)
    expect(isOverdue({ dueOn: '2026-11-23', doneOn: null }, today)).toBe(true)
    expect(isOverdue({ dueOn: '2026-11-23', doneOn: '2026-11-24' }, today)).toBe(false)
    expect(isOverdue({ dueOn: null, doneOn: null }, today)).toBe(false)
  })
})

const aGroup = (id: string, changes: Partial<TimedGroup> = {}): TimedGroup => ({
  id,
  name: id,
  ...ofResidents,
  startsOn: '2026-07-01',
  endsOn: null,
  ...changes,
})

describe('launched in step, in a picture', () => {
  test('two lanes on one calendar, in the order in which groups begin; what is needed joins them', () => {
    const groups = [
      aGroup('mobilisation', { startsOn: '2026-09-01' }),
      aGroup('grille', { startsOn: '2026-07-01', endsOn: '2026-09-30' }),
      aGroup('critères', { ...ofStructures, startsOn: '2026-08-15' }),
      aGroup('un jour', { startsOn: null }),
    ]
    const needs = [
      { groupId: 'mobilisation', fromGroupId: 'critères', neededOn: '2026-11-01', metOn: null },
      { groupId: 'grille', fromGroupId: 'critères', neededOn: '2026-11-01', metOn: '2026-09-15' },
      { groupId: 'un jour', fromGroupId: 'critères', neededOn: '2026-11-01', metOn: null },
    ]
    const drawn = drawTimeline(groups, needs, '2026-11-24')!
    expect(drawn.rows.map((row) => (row.kind === 'lane' ? row.composition : row.group.id))).toEqual([
      'structures',
      'critères',
      'residents',
      'grille',
      'mobilisation',
    ])
    expect(drawn.rows[3]).toMatchObject({ x: 0, open: false })
    expect(drawn.rows[4]).toMatchObject({ open: true })
    expect(drawn.links).toMatchObject([
      { fromRow: 1, toRow: 4, met: false },
      { fromRow: 1, toRow: 3, met: true },
    ])
    expect(drawn.months.map(({ month }) => month)).toEqual(['2026-07', '2026-09', '2026-11'])
    const ends = drawn.rows.flatMap((row) => (row.kind === 'group' ? [row.x + row.width] : []))
    expect(Math.max(...ends)).toBeLessThanOrEqual(100.01)
  })

  test('without a dated group there is nothing to draw', () => {
    expect(drawTimeline([aGroup('un jour', { startsOn: null })], [], '2026-11-24')).toBeNull()
  })
})
