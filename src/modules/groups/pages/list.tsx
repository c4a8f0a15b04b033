import { Hono, type Context } from 'hono'
import { freshForm, html } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Card, CardGrid, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { COMPOSITIONS } from '../rules/group.ts'
import { listGroups, listNeeds, nextMeetings, type Group, type NextMeeting } from '../store/groups.ts'
import { lateTasks, openTasksOf } from '../store/work.ts'
import { GroupPage, HOME, hrefOf, STATUS_TONES, viewerOf } from './frame.tsx'
import { Lanes } from './lanes.tsx'
import { TaskList } from './tasks.tsx'

export const list = new Hono<CaisseEnv>()

list.get(HOME, async (c) => {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const viewer = await viewerOf(c, tx)
    return {
      viewer,
      groups: await listGroups(tx, today),
      needs: await listNeeds(tx),
      meetings: await nextMeetings(tx, c.get('app').now()),
      own: viewer.personId ? await openTasksOf(tx, viewer.personId) : [],
      late: viewer.team ? await lateTasks(tx, today) : [],
    }
  })
  const { viewer, groups, needs, meetings, own, late } = seen
  const active = groups.filter(({ status }) => status === 'active' || status === 'forming').length
  const done = c.req.query('fait')
  return html(
    <GroupPage
      c={c}
      title={t('groups.list.title', { count: active })}
      lead={t('groups.list.lead')}
      notice={done === 'tache' && <Notice tone="success" title={t('groups.task.ticked')} />}
      actions={
        viewer.team && (
          <LinkButton kind="primary" icon="add" href={hrefOf(c, '/creer')}>
            {t('groups.list.add')}
          </LinkButton>
        )
      }
    >
      {own.length > 0 && (
        <section class="stack" id="mes-taches">
          <h2>{t('groups.task.mine', { count: own.length })}</h2>
          <TaskList c={c} tasks={own} viewer={viewer} back="" named formKey={() => freshForm().key} />
        </section>
      )}
      {groups.length === 0 ? (
        <EmptyState title={t('groups.list.none')} icon="people">
          <p>{t('groups.list.noneText')}</p>
        </EmptyState>
      ) : (
        <Lanes t={t} groups={groups} needs={needs} today={today} />
      )}
      {late.length > 0 && (
        <section class="stack" id="en-retard">
          <h2>{t('groups.task.late', { count: late.length })}</h2>
          <RowList>
            {late.map((task) => (
              <RowLink
                key={task.id}
                href={hrefOf(c, `/${task.groupId}#taches`)}
                icon="tasks"
                title={task.title}
                text={[task.groupName, task.ownerName, t('groups.task.dueOn', { day: task.dueOn! })]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </RowList>
        </section>
      )}
      {COMPOSITIONS.map((composition) => {
        const lane = groups.filter((group) => group.composition === composition)
        if (lane.length === 0) return null
        return (
          <section class="stack" key={composition}>
            <h2>{t(`groups.compositions.${composition}`)}</h2>
            <CardGrid>
              {lane.map((group) => (
                <GroupCard
                  key={group.id}
                  c={c}
                  group={group}
                  mine={viewer.mine.has(group.id)}
                  meeting={meetings.find(({ groupId }) => groupId === group.id)}
                />
              ))}
            </CardGrid>
          </section>
        )
      })}
    </GroupPage>,
  )
})

type GroupCardProps = {
  c: Context<CaisseEnv>
  group: Group
  mine: boolean
  meeting: NextMeeting | undefined
}

function GroupCard({ c, group, mine, meeting }: GroupCardProps) {
  const t = c.get('t')
  return (
    <Card title={group.name} href={hrefOf(c, `/${group.id}`)} level={3}>
      <p>
        <Badge tone={STATUS_TONES[group.status]}>{t(`groups.statuses.${group.status}`)}</Badge>{' '}
        {mine && <Badge icon="check">{t('groups.list.mine')}</Badge>}
      </p>
      {group.purpose && <p>{group.purpose}</p>}
      <p class="soft small">{sayGroup(t, group)}</p>
      {meeting && (
        <p class="small">
          {t('groups.meeting.next', { whenText: t.instant(meeting.startsAt), titleText: meeting.title })}
        </p>
      )}
    </Card>
  )
}

const sayGroup = (t: Translate, { members, openTasks, territoryName }: Group): string =>
  [t('groups.list.members', { count: members }), t('groups.list.tasks', { count: openTasks }), territoryName]
    .filter(Boolean)
    .join(' · ')
