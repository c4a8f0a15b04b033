import { Hono, type Context } from 'hono'
import { answerForm, type Fields, freshForm, html, requiredFile, textField } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { callOf, mayHere, read, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { findFile } from '../../documents/files.ts'
import {
  addMember,
  addNeed,
  addTask,
  attachFile,
  joinGroup,
  keepGroup,
  leaveGroup,
  meetNeed,
  ORGANISERS,
  removeFile,
  removeMember,
  takeOn,
  tickTask,
  writeEntry,
} from '../actions.ts'
import { getGroup } from '../store/groups.ts'
import { isMember } from '../store/members.ts'
import { filesOfGroup } from '../store/work.ts'
import { editPage, readGroup } from './edit.tsx'
import { HOME, hrefOf, viewerOf } from './frame.tsx'
import { groupPage } from './group-page.tsx'
import type { Part } from './group-parts.tsx'
import { memberSearchPage } from './member-search.tsx'

export const group = new Hono<CaisseEnv>()

group.get(`${HOME}/creer`, async (c) => {
  onlyOrganisers(c)
  return html(await editPage(c, freshForm()))
})

group.post(`${HOME}/creer`, (c) =>
  answerForm(c, {
    act: (fields, key) => keepGroup(callOf(c, key), readGroup(fields, '')),
    done: ({ groupId }) => hrefOf(c, `/${groupId}?fait=cree`),
    again: (form) => editPage(c, form),
  }),
)

const onlyOrganisers = (c: Context<CaisseEnv>) => {
  if (!mayHere(c, ORGANISERS)) throw new Refusal('not_allowed', {}, 403)
}

const ONE = `${HOME}/:group{[0-9a-f-]{36}}` as const

const here = (c: Context<CaisseEnv>, done = '', anchor = ''): string =>
  hrefOf(c, `/${c.req.param('group')}${done && `?fait=${done}`}${anchor && `#${anchor}`}`)

group.get(ONE, async (c) => html(await groupPage(c, freshForm())))

group.get(`${ONE}/modifier`, async (c) => {
  onlyOrganisers(c)
  return html(await editPage(c, freshForm(), c.req.param('group')))
})

group.post(`${ONE}/modifier`, (c) =>
  answerForm(c, {
    act: (fields, key) => keepGroup(callOf(c, key), readGroup(fields, c.req.param('group'))),
    done: () => here(c, 'modifie'),
    again: (form) => editPage(c, form, c.req.param('group')),
  }),
)

/** A gesture on the group, after which one is back on its page; what is wrong comes back in its own form. */
function onGroup(
  path: string,
  act: (c: Context<CaisseEnv>, groupId: string, fields: Fields, key: string) => Promise<unknown>,
  done: (c: Context<CaisseEnv>, fields: Fields) => string,
  part?: Part,
): void {
  group.post(`${ONE}${path}`, (c) => {
    let sent: Fields = {}
    return answerForm(c, {
      act: async (fields, key) => {
        sent = fields
        await act(c, c.req.param('group'), fields, key)
      },
      done: () => done(c, sent),
      again: (form) => groupPage(c, form, part),
    })
  })
}

onGroup(
  '/rejoindre',
  (c, groupId, _, key) => joinGroup(callOf(c, key), { groupId }),
  (c) => here(c, 'rejoint'),
)
onGroup(
  '/quitter',
  (c, groupId, _, key) => leaveGroup(callOf(c, key), { groupId }),
  (c) => here(c, 'quitte'),
)
onGroup(
  '/membres',
  (c, groupId, fields, key) =>
    addMember(callOf(c, key), { groupId, contactId: textField(fields, 'contactId') }),
  (c) => here(c, 'membre', 'membres'),
)
onGroup(
  '/membres/retirer',
  (c, groupId, fields, key) =>
    removeMember(callOf(c, key), { groupId, contactId: textField(fields, 'contactId') }),
  (c) => here(c, 'retire', 'membres'),
)
onGroup(
  '/taches',
  (c, groupId, fields, key) =>
    addTask(callOf(c, key), {
      groupId,
      title: textField(fields, 'title'),
      ownerId: textField(fields, 'ownerId'),
      dueOn: textField(fields, 'dueOn'),
    }),
  (c) => here(c, 'ajoutee', 'taches'),
  'task',
)
onGroup(
  '/taches/:task{[0-9a-f-]{36}}/faite',
  (c, groupId, fields, key) =>
    tickTask(callOf(c, key), {
      groupId,
      taskId: c.req.param('task')!,
      done: textField(fields, 'done') as 'yes',
    }),
  (c, fields) =>
    textField(fields, 'retour') === 'groupe' ? here(c, 'tache', 'taches') : hrefOf(c, '?fait=tache'),
)
onGroup(
  '/taches/:task{[0-9a-f-]{36}}/moi',
  (c, groupId, fields, key) =>
    takeOn(callOf(c, key), {
      groupId,
      taskId: c.req.param('task')!,
      takes: textField(fields, 'takes') as 'yes',
    }),
  (c) => here(c, 'prise', 'taches'),
)
onGroup(
  '/journal',
  (c, groupId, fields, key) =>
    writeEntry(callOf(c, key), {
      groupId,
      body: textField(fields, 'body'),
      happenedOn: textField(fields, 'happenedOn'),
    }),
  (c) => here(c, 'journal', 'journal'),
  'entry',
)
onGroup(
  '/attentes',
  (c, groupId, fields, key) =>
    addNeed(callOf(c, key), {
      groupId,
      fromGroupId: textField(fields, 'fromGroupId'),
      what: textField(fields, 'what'),
      neededOn: textField(fields, 'neededOn'),
    }),
  (c) => here(c, 'attente', 'attentes'),
  'need',
)
onGroup(
  '/attentes/:need{[0-9a-f-]{36}}/venue',
  (c, groupId, fields, key) =>
    meetNeed(callOf(c, key), {
      groupId,
      needId: c.req.param('need')!,
      met: textField(fields, 'met') as 'yes',
    }),
  (c) => here(c, 'venue', 'attentes'),
)
onGroup(
  '/documents',
  async (c, groupId, fields, key) => {
    // Told before anything is read of what they sent.
    requireRole(c, [...ORGANISERS, 'resident'])
    const { name, bytes } = await requiredFile(fields)
    return attachFile(callOf(c, key), {
      groupId,
      title: textField(fields, 'fileTitle'),
      fileName: name.slice(0, 200) || '–',
      file: bytes,
    })
  },
  (c) => here(c, 'document', 'documents'),
  'file',
)
onGroup(
  '/documents/retirer',
  (c, groupId, fields, key) => removeFile(callOf(c, key), { groupId, fileId: textField(fields, 'fileId') }),
  (c) => here(c, 'enleve', 'documents'),
)

group.get(`${ONE}/membres/ajouter`, async (c) => {
  onlyOrganisers(c)
  return html(await memberSearchPage(c))
})

/** Files are the members' and the team's; always saved, never opened in the page. */
group.get(`${ONE}/documents/:file{[0-9a-f-]{36}}`, async (c) => {
  const groupId = c.req.param('group')
  const { found, stored } = await read(c, async (tx) => {
    await getGroup(tx, c.get('today'), groupId)
    const { team, personId } = await viewerOf(c, tx)
    if (!team && !(personId && (await isMember(tx, groupId, personId))))
      throw new Refusal('not_in_group', {}, 403)
    const found = (await filesOfGroup(tx, groupId)).find(({ id }) => id === c.req.param('file'))
    if (!found) throw new Refusal('unknown_group_file', {}, 404)
    return { found, stored: (await findFile(tx, found.sha256))! }
  })
  return new Response(new Uint8Array(stored.bytes), {
    headers: {
      'content-type': stored.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName)}`,
      'x-content-type-options': 'nosniff',
    },
  })
})
