import type { Context } from 'hono'
import { Badge } from '../../../kit/ui/parts.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { LifeEvent } from '../../people/store/life-events.ts'
import { UNDOABLE } from '../rules/event.ts'
import { fileHref } from './frame.tsx'
import { sayEvent } from './say-event.ts'

/** What happened to a household, the latest first, and what was met by its contrary. */
export function Timeline({ c, events }: { c: Context<CaisseEnv>; events: readonly LifeEvent[] }) {
  const t = c.get('t')
  const householdId = c.req.param('household')!
  if (events.length === 0) return <p>{t('life.timeline.none')}</p>
  return (
    <RowList>
      {events.map((event) => (
        <RowItem
          key={event.id}
          icon="calendar"
          title={sayEvent(t, event, householdId)}
          text={
            event.writtenBy
              ? t('life.timeline.by', { day: event.on, nameText: event.writtenBy })
              : t('life.timeline.byItself', { day: event.on })
          }
          aside={
            event.undone ? (
              <Badge>{t('life.timeline.undone')}</Badge>
            ) : (
              UNDOABLE.includes(event.kind) && (
                <a href={fileHref(c, `/vie/annuler/${event.id}`)}>
                  {t('life.timeline.undo')}
                  <span class="visually-hidden"> : {sayEvent(t, event, householdId)}</span>
                </a>
              )
            )
          }
        />
      ))}
    </RowList>
  )
}
