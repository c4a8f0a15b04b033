import type { Context } from 'hono'
import { monthOf } from '../../../../kit/month.ts'
import { Money, Notice, Stat, Stats } from '../../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../../caisses/web.ts'
import { readsContributions } from '../frame.tsx'
import type { FileSeen } from './read-file.ts'

/** One look: what is left, what this month asks and what came in; first of all, that the household rests or leaves. */
export function HouseholdFacts({ c, seen }: { c: Context<CaisseEnv>; seen: FileSeen }) {
  const t = c.get('t')
  const { household, leftCents, pledge, exception, due, stands, pause } = seen
  const month = monthOf(c.get('today'))
  return (
    <>
      {household.leavesOn && (
        <Notice
          title={
            household.rightsUntil
              ? t('life.file.leavesWithRights', { day: household.leavesOn, untilDay: household.rightsUntil })
              : t('life.file.leaves', { day: household.leavesOn })
          }
        />
      )}
      {pause && (
        <Notice title={t('life.file.paused', { month: pause.fromMonth, untilMonth: pause.untilMonth })} />
      )}
      <Stats>
        <Stat label={t('desk.file.left')} value={<Money cents={leftCents} rights />} />
        {readsContributions(c) && (
          <>
            <Stat
              label={t('desk.file.pledge')}
              value={
                exception ? (
                  <Money cents={exception.cents} />
                ) : pledge ? (
                  <Money cents={pledge.cents} />
                ) : (
                  t('desk.file.pledgeNone')
                )
              }
              {...(exception && { hint: t('life.file.exceptionUntil', { month: exception.untilMonth }) })}
            />
            {due && (
              <Stat
                label={t('life.file.receivedOf', { month })}
                value={<Money cents={stands.receivedCents} />}
                hint={
                  stands.missingCents + stands.lateCents > 0
                    ? t('life.file.expected', { cents: stands.missingCents + stands.lateCents })
                    : stands.aheadCents > 0
                      ? t('life.file.ahead', { cents: stands.aheadCents })
                      : t('life.file.upToDate')
                }
                tone={stands.missingCents + stands.lateCents > 0 ? 'wait' : 'success'}
              />
            )}
          </>
        )}
      </Stats>
    </>
  )
}
