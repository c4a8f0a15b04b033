import { v7 as uuid } from 'uuid'
import { describe, expect } from 'vitest'
import { test } from '../../../test/app.ts'
import { givenContact, givenOwnPages } from '../../../test/given-directory.ts'
import { givenGroup } from '../../../test/given-groups.ts'
import { givenSignedIn } from '../../../test/given-pages.ts'
import { givenCaisse } from '../../../test/given.ts'
import { inCaisse } from '../../db/db.ts'
import { chooseForMyself } from '../directory/actions/consents.ts'
import { mergeContacts } from '../directory/actions/merge.ts'
import { erasePerson } from '../retention/actions.ts'
import {
  addMember,
  addNeed,
  addTask,
  attachFile,
  joinGroup,
  keepGroup,
  leaveGroup,
  meetNeed,
  removeMember,
  takeOn,
  tickTask,
  writeEntry,
} from './actions.ts'
import { getGroup, listNeeds } from './store/groups.ts'
import { followMerge, membersOfGroup } from './store/members.ts'
import { entriesOf, filesOfGroup, lateTasks, openTasksOf, tasksOfGroup } from './store/work.ts'

const TODAY = '2026-11-24'

describe('a group', () => {
  test('is opened by the team, under a name of its own, and ends after it begins', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse, { name: 'Grille de cotisation' })
    await expect(givenGroup(caisse, { name: 'Grille de cotisation' })).rejects.toMatchObject({
      code: 'group_exists',
    })
    await expect(givenGroup(caisse, { endsOn: '2026-06-01' })).rejects.toMatchObject({
      issues: [{ field: 'endsOn', message: 'group_ends_before' }],
    })
    await keepGroup(caisse.call(), {
      groupId,
      composition: 'residents',
      name: 'Grille de cotisation',
      status: 'closed',
      startsOn: '2026-07-01',
      endsOn: '2026-10-31',
    })
    expect(await inCaisse(app.db, caisse.id, (tx) => getGroup(tx, TODAY, groupId))).toMatchObject({
      status: 'closed',
    })
    await expect(addTask(caisse.call(), { groupId, title: 'Relire' })).rejects.toMatchObject({
      code: 'group_closed',
    })
  })

  test('residents join and leave by themselves; their open tasks are then for anyone', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const structures = await givenGroup(caisse, { composition: 'structures' })
    const { actor, personId } = await givenOwnPages(app, caisse)
    const call = () => caisse.call(actor)
    await expect(addTask(call(), { groupId, title: 'Appeler' })).rejects.toMatchObject({
      code: 'not_in_group',
    })
    await joinGroup(call(), { groupId })
    await expect(joinGroup(call(), { groupId })).rejects.toMatchObject({ code: 'already_in_group' })
    await expect(joinGroup(call(), { groupId: structures })).rejects.toMatchObject({
      code: 'group_of_structures',
    })
    const { taskId } = await addTask(call(), {
      groupId,
      title: 'Appeler',
      ownerId: personId,
      dueOn: '2026-11-20',
    })
    await expect(addTask(call(), { groupId, title: 'X', ownerId: uuid() })).rejects.toMatchObject({
      issues: [{ field: 'ownerId' }],
    })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await openTasksOf(tx, personId)).toMatchObject([{ id: taskId, ownerId: personId }])
      expect(await lateTasks(tx, TODAY)).toMatchObject([{ id: taskId }])
    })
    await leaveGroup(call(), { groupId })
    await expect(leaveGroup(call(), { groupId })).rejects.toMatchObject({ code: 'not_in_group' })
    expect(await inCaisse(app.db, caisse.id, (tx) => tasksOfGroup(tx, groupId))).toMatchObject([
      { ownerId: null },
    ])
  })

  test('a task is taken, ticked and undone; the desk does it for who does not come online', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const { actor, personId } = await givenOwnPages(app, caisse)
    const other = await givenOwnPages(app, caisse)
    const offline = await givenContact(caisse, { givenName: 'Yuna', familyName: 'Moutarde' })
    await joinGroup(caisse.call(actor), { groupId })
    await joinGroup(caisse.call(other.actor), { groupId })
    await addMember(caisse.call(), { groupId, contactId: offline })
    const { taskId } = await addTask(caisse.call(actor), { groupId, title: 'Réserver la salle' })
    await takeOn(caisse.call(actor), { groupId, taskId, takes: 'yes' })
    const theirs = { groupId, taskId }
    await expect(tickTask(caisse.call(other.actor), { ...theirs, done: 'yes' })).rejects.toMatchObject({
      code: 'task_of_another',
    })
    await expect(takeOn(caisse.call(other.actor), { ...theirs, takes: 'yes' })).rejects.toMatchObject({
      code: 'task_of_another',
    })
    await tickTask(caisse.call(actor), { ...theirs, done: 'yes' })
    expect(await inCaisse(app.db, caisse.id, (tx) => tasksOfGroup(tx, groupId))).toMatchObject([
      { ownerId: personId, doneOn: TODAY },
    ])
    await tickTask(caisse.call(actor), { ...theirs, done: 'no' })
    const desk = await addTask(caisse.call(), { groupId, title: 'Faire le tour du marché', ownerId: offline })
    await tickTask(caisse.call(), { groupId, taskId: desk.taskId, done: 'yes' })
    await expect(
      tickTask(caisse.call(), { groupId: await givenGroup(caisse), taskId, done: 'yes' }),
    ).rejects.toMatchObject({ code: 'unknown_task' })
    await removeMember(caisse.call(), { groupId, contactId: offline })
    expect(await inCaisse(app.db, caisse.id, (tx) => tasksOfGroup(tx, groupId))).toMatchObject([
      { id: taskId, doneOn: null },
      { ownerId: offline, doneOn: TODAY },
    ])
  })

  test('waits for another group, and both say when it has come', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const [waits, gives, third] = [
      await givenGroup(caisse),
      await givenGroup(caisse),
      await givenGroup(caisse),
    ]
    await expect(
      addNeed(caisse.call(), { groupId: waits, fromGroupId: waits, what: 'soi-même' }),
    ).rejects.toMatchObject({ issues: [{ field: 'fromGroupId' }] })
    await addNeed(caisse.call(), { groupId: waits, fromGroupId: gives, what: 'Une liste de critères' })
    const [need] = await inCaisse(app.db, caisse.id, listNeeds)
    const met = { needId: need!.id, met: 'yes' } as const
    await expect(meetNeed(caisse.call(), { groupId: third, ...met })).rejects.toMatchObject({
      code: 'unknown_need',
    })
    await meetNeed(caisse.call(), { groupId: gives, ...met })
    expect(await inCaisse(app.db, caisse.id, listNeeds)).toMatchObject([{ metOn: TODAY }])
  })
})

describe('its page', () => {
  test('names, documents and log are for its members and the team; addresses for who agreed', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const page = `/c/${caisse.slug}/groupes/${groupId}`
    const inside = await givenOwnPages(app, caisse, {
      givenName: 'Zénaïde',
      familyName: 'Chou',
      phone: '06 39 98 33 33',
    })
    const fellow = await givenOwnPages(app, caisse)
    const outside = await givenOwnPages(app, caisse)
    await joinGroup(caisse.call(inside.actor), { groupId })
    await joinGroup(caisse.call(fellow.actor), { groupId })
    await writeEntry(caisse.call(inside.actor), { groupId, body: 'Premier **café** ensemble' })
    await attachFile(caisse.call(inside.actor), {
      groupId,
      fileName: 'Compte rendu d’été.txt',
      file: new TextEncoder().encode('bonjour'),
    })
    const { html } = await outside.browser.get(page)
    expect(html).toContain('2 personnes dans ce groupe')
    expect(html).not.toContain('Zénaïde')
    expect(html).not.toContain('café')
    const seen = await fellow.browser.get(page)
    expect(seen.html).toContain('Zénaïde Chou')
    expect(seen.html).toContain('<strong>café</strong>')
    expect(seen.html).not.toContain('06 39 98 33 33')
    await chooseForMyself(caisse.call(inside.actor), { purpose: 'sharing', agrees: 'yes' })
    expect((await fellow.browser.get(page)).html).toContain('06 39 98 33 33')
    const [file] = await inCaisse(app.db, caisse.id, (tx) => filesOfGroup(tx, groupId))
    const saved = await fellow.browser.get(`${page}/documents/${file!.id}`)
    expect(saved.html).toBe('bonjour')
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''Compte%20rendu/)
    expect((await outside.browser.get(`${page}/documents/${file!.id}`)).status).toBe(403)
    expect(await inCaisse(app.db, caisse.id, (tx) => entriesOf(tx, groupId))).toHaveLength(1)
  })

  test('a resident joins and ticks with forms alone; what cannot be read comes back at its field', async ({
    app,
  }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse, { name: 'Fêtes et repas' })
    const { browser, personId } = await givenOwnPages(app, caisse)
    const page = `/c/${caisse.slug}/groupes/${groupId}`
    expect((await browser.get(`/c/${caisse.slug}/groupes`)).html).toContain('Fêtes et repas')
    expect((await browser.get(page)).html).toContain('Rejoindre ce groupe')
    expect((await browser.post(`${page}/rejoindre`, { key: uuid() })).next).toContain('fait=rejoint')
    const empty = await browser.post(`${page}/taches`, { key: uuid(), title: '', dueOn: 'hier' })
    expect(empty.status).toBe(422)
    expect(empty.html).toContain('id="field-title-error"')
    expect(empty.html).toContain('id="field-dueOn-error"')
    await browser.post(`${page}/taches`, { key: uuid(), title: 'Éplucher', ownerId: personId, dueOn: '' })
    const [task] = await inCaisse(app.db, caisse.id, (tx) => openTasksOf(tx, personId))
    expect((await browser.get(`/c/${caisse.slug}/groupes`)).html).toContain('Votre tâche')
    const ticked = await browser.post(`${page}/taches/${task!.id}/faite`, {
      key: uuid(),
      done: 'yes',
      retour: '',
    })
    expect(ticked.next).toBe(`/c/${caisse.slug}/groupes?fait=tache`)
    expect(await inCaisse(app.db, caisse.id, (tx) => openTasksOf(tx, personId))).toEqual([])
  })

  test('the team sees on its first page which tasks are past their day', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    await addTask(caisse.call(), { groupId, title: 'Rappeler la mairie', dueOn: '2026-11-01' })
    const desk = await givenSignedIn(app, caisse, 'coordinator')
    expect((await desk.browser.get(`/c/${caisse.slug}/bureau`)).html).toContain('a passé sa date')
    expect((await desk.browser.get(`/c/${caisse.slug}/groupes`)).html).toContain('Rappeler la mairie')
  })
})

describe('people come and go', () => {
  test('a card that joins another brings its groups and tasks', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const [keptId, goneId] = [await givenContact(caisse), await givenContact(caisse)]
    for (const contactId of [keptId, goneId]) await addMember(caisse.call(), { groupId, contactId })
    await addTask(caisse.call(), { groupId, title: 'Ranger', ownerId: goneId })
    await mergeContacts([followMerge])(caisse.call(), { keptId, goneId })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await membersOfGroup(tx, groupId, TODAY)).toMatchObject([{ contactId: keptId }])
      expect(await openTasksOf(tx, keptId)).toMatchObject([{ title: 'Ranger' }])
    })
  })

  test('who is erased is in no group any more, and their tasks are for anyone', async ({ app }) => {
    const caisse = await givenCaisse(app)
    const groupId = await givenGroup(caisse)
    const { personId } = await givenOwnPages(app, caisse)
    await addMember(caisse.call(), { groupId, contactId: personId })
    await addTask(caisse.call(), { groupId, title: 'Ranger', ownerId: personId })
    await erasePerson(caisse.call(), { personId, sure: 'yes' })
    await inCaisse(app.db, caisse.id, async (tx) => {
      expect(await membersOfGroup(tx, groupId, TODAY)).toEqual([])
      expect(await tasksOfGroup(tx, groupId)).toMatchObject([{ title: 'Ranger', ownerId: null }])
    })
  })
})
