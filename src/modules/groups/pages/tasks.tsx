import type { Context } from 'hono'
import { Button } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge } from '../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import { isOverdue, refusalToTick } from '../rules/group.ts'
import type { Task } from '../store/work.ts'
import { hrefOf, type Viewer } from './frame.tsx'

type TaskListProps = {
  c: Context<CaisseEnv>
  tasks: readonly Task[]
  viewer: Viewer
  /** Where one comes back to after ticking: the group, or the list of groups. */
  back: '' | 'groupe'
  /** Says of which group each is. */
  named?: boolean
  /** Names of others are read by members and the team. */
  owners?: boolean
  formKey: () => string
}

/** Tasks with what one may do about each: tick it, take it, hand it back. */
export function TaskList({ c, tasks, viewer, back, named = false, owners = true, formKey }: TaskListProps) {
  const t = c.get('t')
  const today = c.get('today')
  const say = (task: Task) =>
    [
      named && task.groupName,
      task.ownerId === null
        ? t('groups.task.nobody')
        : task.ownerId === viewer.personId
          ? t('groups.task.yours')
          : owners && task.ownerName,
      task.doneOn
        ? t('groups.task.doneOn', { day: task.doneOn })
        : task.dueOn && t('groups.task.dueOn', { day: task.dueOn }),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <RowList>
      {tasks.map((task) => {
        const member = viewer.mine.has(task.groupId)
        const mayTick = refusalToTick(task, { ...viewer, member }) === null
        const mine = task.ownerId !== null && task.ownerId === viewer.personId
        const post = (act: string) => hrefOf(c, `/${task.groupId}/taches/${task.id}/${act}`)
        return (
          <RowItem
            key={task.id}
            icon={task.doneOn ? 'success' : 'tasks'}
            title={
              <>
                {task.doneOn ? <s>{task.title}</s> : task.title}{' '}
                {isOverdue(task, today) && <Badge tone="wait">{t('groups.task.isLate')}</Badge>}
              </>
            }
            text={say(task)}
            aside={
              <span class="row-buttons">
                {mayTick && (
                  <form method="post" action={post('faite')}>
                    <HiddenKey value={formKey()} />
                    <input type="hidden" name="retour" value={back} />
                    <Button
                      name="done"
                      value={task.doneOn ? 'no' : 'yes'}
                      icon={task.doneOn ? 'undo' : 'check'}
                    >
                      {t(task.doneOn ? 'groups.task.undo' : 'groups.task.tick')}
                    </Button>
                  </form>
                )}
                {member && !task.doneOn && (task.ownerId === null || mine) && (
                  <form method="post" action={post('moi')}>
                    <HiddenKey value={formKey()} />
                    <Button kind="quiet" name="takes" value={mine ? 'no' : 'yes'}>
                      {t(mine ? 'groups.task.handBack' : 'groups.task.take')}
                    </Button>
                  </form>
                )}
              </span>
            }
          />
        )
      })}
    </RowList>
  )
}
