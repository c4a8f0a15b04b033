import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { refusalToJoin, refusalToWork } from '../rules/group.ts'
import { getGroup, listGroups, listNeeds, nextMeetings } from '../store/groups.ts'
import { membersOfGroup, type GroupMember } from '../store/members.ts'
import { entriesOf, filesOfGroup, tasksOfGroup } from '../store/work.ts'
import { GroupPage, hrefOf, STATUS_TONES, viewerOf } from './frame.tsx'
import { TaskList } from './tasks.tsx'
import { Files, Log, Members, Needs, type Part, type Seen } from './group-parts.tsx'

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
