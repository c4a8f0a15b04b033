import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, FileField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Card, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { Prose } from '../../../kit/ui/prose.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { refusalToJoin, refusalToWork } from '../rules/group.ts'
import { getGroup, listGroups, listNeeds, nextMeetings, type Group, type Need } from '../store/groups.ts'
import { membersOfGroup, type GroupMember } from '../store/members.ts'
import { entriesOf, filesOfGroup, tasksOfGroup, type Entry, type GroupPaper } from '../store/work.ts'
import { GroupPage, hrefOf, STATUS_TONES, viewerOf, type Viewer } from './frame.tsx'
import { TaskList } from './tasks.tsx'

/** Which of the page's forms comes back with what was typed in it. */
export type Part = 'task' | 'entry' | 'need' | 'file'

const DONE = [
  'cree',
  'modifie',
  'rejoint',
  'quitte',
  'membre',
  'retire',
  'ajoutee',
  'tache',
  'prise',
  'journal',
  'attente',
  'venue',
  'document',
  'enleve',
] as const

type Seen = {
  c: Context<CaisseEnv>
  group: Group
  viewer: Viewer
  /** May write what the group does. */
  works: boolean
  formOf: (part: Part) => FormState
  open: (part: Part) => boolean
}

export async function groupPage(c: Context<CaisseEnv>, form: FormState, part?: Part) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const today = c.get('today')
  const id = c.req.param('group')!
  const found = await read(c, async (tx) => ({
    group: await getGroup(tx, today, id),
    viewer: await viewerOf(c, tx),
    others: (await listGroups(tx, today)).filter((group) => group.id !== id && group.status !== 'closed'),
    needs: (await listNeeds(tx)).filter(({ groupId, fromGroupId }) => [groupId, fromGroupId].includes(id)),
    meeting: (await nextMeetings(tx, c.get('app').now())).find(({ groupId }) => groupId === id),
    members: await membersOfGroup(tx, id, today),
    tasks: await tasksOfGroup(tx, id),
    entries: await entriesOf(tx, id),
    files: await filesOfGroup(tx, id),
  }))
  const { group, viewer, others, needs, meeting, members, tasks, entries, files } = found
  const member = viewer.mine.has(id)
  const inside = member || viewer.team
  const seen: Seen = {
    c,
    group,
    viewer,
    works: refusalToWork(group, { member, team: viewer.team }) === null,
    formOf: (which) => (part === which ? form : freshForm()),
    open: (which) => part === which,
  }
  const done = DONE.find((word) => word === c.req.query('fait'))
  const mayJoin = viewer.personId !== null && refusalToJoin(group, { member }) === null
  return (
    <GroupPage
      c={c}
      title={group.name}
      lead={group.purpose || undefined}
      breadcrumb={[{ href: hrefOf(c), label: t('groups.nav') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={t(`groups.done.${done}`)} />
        )
      }
      actions={
        viewer.team && (
          <LinkButton icon="edit" href={hrefOf(c, `/${id}/modifier`)}>
            {t('groups.one.change')}
          </LinkButton>
        )
      }
    >
      <p>
        <Badge tone={STATUS_TONES[group.status]}>{t(`groups.statuses.${group.status}`)}</Badge>{' '}
        <Badge>{t(`groups.compositions.${group.composition}`)}</Badge>{' '}
        {group.territoryName && <Badge icon="places">{group.territoryName}</Badge>}{' '}
        {group.startsOn && (
          <span class="soft">
            {group.endsOn
              ? t('groups.one.between', { from: group.startsOn, to: group.endsOn })
              : t('groups.one.since', { day: group.startsOn })}
          </span>
        )}
      </p>
      {mayJoin && (
        <form method="post" action={hrefOf(c, `/${id}/rejoindre`)}>
          <HiddenKey value={freshForm().key} />
          <Button kind="primary" icon="add">
            {t('groups.one.join')}
          </Button>
        </form>
      )}
      {meeting && (
        <RowList>
          <RowLink
            href={`/c/${slug}/rencontres/${meeting.id}`}
            icon="calendar"
            title={meeting.title}
            text={[t.instant(meeting.startsAt), meeting.placeName].filter(Boolean).join(' · ')}
          />
        </RowList>
      )}
      <Tasks {...seen} tasks={tasks} members={members} inside={inside} />
      <Needs {...seen} needs={needs} others={others} />
      <Members {...seen} members={members} inside={inside} />
      {inside && <Files {...seen} files={files} />}
      {inside && <Log {...seen} entries={entries} />}
      {member && (
        <form method="post" action={hrefOf(c, `/${id}/quitter`)}>
          <HiddenKey value={freshForm().key} />
          <Button kind="quiet">{t('groups.one.leave')}</Button>
        </form>
      )}
    </GroupPage>
  )
}

type TasksProps = Seen & {
  tasks: Parameters<typeof TaskList>[0]['tasks']
  members: readonly GroupMember[]
  inside: boolean
}

function Tasks({ c, group, viewer, works, formOf, open, tasks, members, inside }: TasksProps) {
  const t = c.get('t')
  const form = formOf('task')
  const todo = tasks.filter(({ doneOn }) => doneOn === null)
  const finished = tasks.filter(({ doneOn }) => doneOn !== null)
  const shared = { c, viewer, back: 'groupe' as const, owners: inside, formKey: () => freshForm().key }
  return (
    <section class="stack" id="taches">
      <h2>{t('groups.task.title', { count: todo.length })}</h2>
      {todo.length > 0 && <TaskList {...shared} tasks={todo} />}
      {finished.length > 0 && (
        <Disclosure summary={t('groups.task.finished', { count: finished.length })}>
          <TaskList {...shared} tasks={finished} />
        </Disclosure>
      )}
      {works && (
        <Disclosure summary={t('groups.task.add')} open={open('task')}>
          <Form
            action={hrefOf(c, `/${group.id}/taches`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
          >
            <TextField name="title" label={t('groups.task.what')} maxLength={200} />
            <div class="form-row">
              <SelectField
                name="ownerId"
                label={t('groups.task.owner')}
                value=""
                options={[
                  { value: '', label: t('groups.task.nobody') },
                  ...members.map(({ contactId, name }) => ({ value: contactId, label: name })),
                ]}
                optional
              />
              <DateField name="dueOn" label={t('groups.task.due')} optional />
            </div>
            <Actions>
              <Button icon="add">{t('groups.task.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
    </section>
  )
}

function Needs({
  c,
  group,
  works,
  formOf,
  open,
  needs,
  others,
}: Seen & { needs: readonly Need[]; others: readonly Group[] }) {
  const t = c.get('t')
  const form = formOf('need')
  if (needs.length === 0 && !works) return null
  return (
    <section class="stack" id="attentes">
      <h2>{t('groups.need.title')}</h2>
      {needs.length === 0 && <p>{t('groups.need.none')}</p>}
      <RowList>
        {needs.map((need) => (
          <RowItem
            key={need.id}
            icon={need.metOn ? 'success' : 'wait'}
            title={need.what}
            text={[
              need.groupId === group.id
                ? t('groups.need.from', { nameText: need.fromGroupName })
                : t('groups.need.for', { nameText: need.groupName }),
              need.metOn
                ? t('groups.need.metOn', { day: need.metOn })
                : need.neededOn && t('groups.need.neededOn', { day: need.neededOn }),
            ]
              .filter(Boolean)
              .join(' · ')}
            aside={
              works && (
                <form method="post" action={hrefOf(c, `/${group.id}/attentes/${need.id}/venue`)}>
                  <HiddenKey value={freshForm().key} />
                  <Button kind="quiet" name="met" value={need.metOn ? 'no' : 'yes'}>
                    {t(need.metOn ? 'groups.need.notMet' : 'groups.need.isMet')}
                  </Button>
                </form>
              )
            }
          />
        ))}
      </RowList>
      {works && others.length > 0 && (
        <Disclosure summary={t('groups.need.add')} open={open('need')}>
          <Form
            action={hrefOf(c, `/${group.id}/attentes`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
          >
            <TextField
              name="what"
              label={t('groups.need.what')}
              hint={t('groups.need.whatHint')}
              maxLength={200}
            />
            <div class="form-row">
              <SelectField
                name="fromGroupId"
                label={t('groups.need.whom')}
                options={others.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <DateField name="neededOn" label={t('groups.need.by')} optional />
            </div>
            <Actions>
              <Button icon="add">{t('groups.need.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
    </section>
  )
}

function Members({
  c,
  group,
  viewer,
  members,
  inside,
}: Seen & { members: readonly GroupMember[]; inside: boolean }) {
  const t = c.get('t')
  const reach = (one: GroupMember) =>
    viewer.team || one.shares ? [one.email, one.phone].filter(Boolean).join(' · ') : ''
  return (
    <section class="stack" id="membres">
      <h2>{t('groups.members.title', { count: members.length })}</h2>
      {inside ? (
        <RowList>
          {members.map((one) => (
            <RowItem
              key={one.contactId}
              icon="person"
              title={
                viewer.team ? (
                  <a href={`/c/${c.get('caisse').slug}/annuaire/personnes/${one.contactId}`}>{one.name}</a>
                ) : (
                  one.name
                )
              }
              text={[
                one.partnerName,
                reach(one),
                one.contactId === viewer.personId && t('groups.members.you'),
              ]
                .filter(Boolean)
                .join(' · ')}
              aside={
                viewer.team && (
                  <form method="post" action={hrefOf(c, `/${group.id}/membres/retirer`)}>
                    <HiddenKey value={freshForm().key} />
                    <input type="hidden" name="contactId" value={one.contactId} />
                    <Button kind="quiet">{t('groups.members.remove')}</Button>
                  </form>
                )
              }
            />
          ))}
        </RowList>
      ) : (
        <p class="soft">{t('groups.members.hidden')}</p>
      )}
      {viewer.mine.has(group.id) && (
        <p class="soft small">
          {t('groups.members.sharing')}{' '}
          <a href={`/c/${c.get('caisse').slug}/moi/accords`}>{t('directory.own.link')}</a>
        </p>
      )}
      {viewer.team && group.status !== 'closed' && (
        <Actions>
          <LinkButton icon="add" href={hrefOf(c, `/${group.id}/membres/ajouter`)}>
            {t('groups.members.addSomebody')}
          </LinkButton>
        </Actions>
      )}
    </section>
  )
}

function Files({ c, group, viewer, works, formOf, open, files }: Seen & { files: readonly GroupPaper[] }) {
  const t = c.get('t')
  const form = formOf('file')
  return (
    <section class="stack" id="documents">
      <h2>{t('groups.files.title')}</h2>
      {files.length === 0 && <p>{t('groups.files.none')}</p>}
      <RowList>
        {files.map((file) => (
          <RowItem
            key={file.id}
            icon="document"
            title={
              <a href={hrefOf(c, `/${group.id}/documents/${file.id}`)} download>
                {file.title}
              </a>
            }
            text={t.instant(file.addedAt)}
            aside={
              viewer.team && (
                <form method="post" action={hrefOf(c, `/${group.id}/documents/retirer`)}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="fileId" value={file.id} />
                  <Button kind="quiet">{t('groups.members.remove')}</Button>
                </form>
              )
            }
          />
        ))}
      </RowList>
      {works && (
        <Disclosure summary={t('groups.files.add')} open={open('file')}>
          <Form
            action={hrefOf(c, `/${group.id}/documents`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
            files
          >
            <FileField name="file" label={t('groups.files.file')} />
            <TextField name="fileTitle" label={t('groups.files.name')} maxLength={120} optional />
            <Actions>
              <Button icon="upload">{t('groups.files.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
    </section>
  )
}

function Log({ c, group, works, formOf, open, entries }: Seen & { entries: readonly Entry[] }) {
  const t = c.get('t')
  const form = formOf('entry')
  return (
    <section class="stack" id="journal">
      <h2>{t('groups.log.title')}</h2>
      {works && (
        <Disclosure summary={t('groups.log.add')} open={open('entry')}>
          <Form
            action={hrefOf(c, `/${group.id}/journal`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
          >
            <TextField
              name="body"
              label={t('groups.log.what')}
              hint={t('groups.log.hint')}
              rows={5}
              maxLength={10000}
            />
            <DateField
              name="happenedOn"
              label={t('groups.log.day')}
              value={c.get('today')}
              max={c.get('today')}
            />
            <Actions>
              <Button icon="add">{t('groups.log.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
      {entries.length === 0 && <p>{t('groups.log.none')}</p>}
      {entries.map((entry) => (
        <Card key={entry.id} title={t.day(entry.happenedOn)} level={3} look="sunk">
          <Prose markdown={entry.body} level={4} />
        </Card>
      ))}
    </section>
  )
}
