import { describe, expect, test } from 'vitest'
import type { CaisseId } from '../../../db/db.ts'
import type { Actor, Role } from '../../../kit/actor.ts'
import { mayKeep, mayRead, refusalToKeep, VISITOR, viewerByRole, type Shelf, type Viewer } from './rights.ts'

const GROUP = 'aaaaaaaa-0000-7000-8000-000000000000'
const SHELVES: Readonly<Record<string, Shelf>> = {
  public: { audience: 'public', groupId: null },
  members: { audience: 'members', groupId: null },
  group: { audience: 'group', groupId: GROUP },
  otherGroup: { audience: 'group', groupId: 'bbbbbbbb-0000-7000-8000-000000000000' },
  team: { audience: 'team', groupId: null },
}

const MEMBER: Viewer = { member: true, team: false, groupIds: [] }
const IN_GROUP: Viewer = { ...MEMBER, groupIds: [GROUP] }
const TEAM: Viewer = { ...MEMBER, team: true }

const shelves = (may: (viewer: Viewer, shelf: Shelf) => boolean, viewer: Viewer) =>
  Object.keys(SHELVES).filter((name) => may(viewer, SHELVES[name]!))

describe('each reads their own shelves', () => {
  test.each([
    ['a visitor', VISITOR, ['public']],
    ['somebody of the caisse', MEMBER, ['public', 'members']],
    ['a member of a group', IN_GROUP, ['public', 'members', 'group']],
    ['the team', TEAM, ['public', 'members', 'group', 'otherGroup', 'team']],
  ])('%s', (_, viewer, read) => expect(shelves(mayRead, viewer)).toEqual(read))

  test('a group keeps its own, the team all, nobody else any', () => {
    expect(shelves(mayKeep, MEMBER)).toEqual([])
    expect(shelves(mayKeep, IN_GROUP)).toEqual(['group'])
    expect(shelves(mayKeep, TEAM)).toHaveLength(5)
  })

  test('what is not seen is not there; what is seen is refused', () => {
    expect(refusalToKeep(MEMBER, SHELVES['team']!)).toMatchObject({ code: 'unknown_document', status: 404 })
    expect(refusalToKeep(MEMBER, SHELVES['members']!)).toMatchObject({ code: 'not_allowed', status: 403 })
  })
})

test('roles say who is of the caisse and who is of the team', () => {
  const here = 1 as CaisseId
  const today = '2026-11-24'
  const holding = (role: Role, changes = {}): Actor => ({
    kind: 'account',
    accountId: 'x',
    name: 'x',
    grants: [{ caisseId: here, role, fromOn: '2026-01-01', untilOn: null }],
    ...changes,
  })
  expect(viewerByRole(null, here, today)).toEqual(VISITOR)
  expect(viewerByRole(holding('resident'), here, today)).toMatchObject({ member: true, team: false })
  expect(viewerByRole(holding('treasurer'), here, today)).toMatchObject({ member: true, team: true })
  expect(viewerByRole(holding('treasurer', { awaitsSecondFactor: true }), here, today).team).toBe(false)
  expect(viewerByRole(holding('coordinator'), 2 as CaisseId, today)).toEqual(VISITOR)
  const byNumber: Actor = { kind: 'number', caisseId: here, personId: 'x', name: 'x' }
  expect(viewerByRole(byNumber, here, today)).toMatchObject({ member: true, team: false })
  expect(viewerByRole(byNumber, 2 as CaisseId, today)).toEqual(VISITOR)
})
