import type { Context } from 'hono'
import { lastDay, type Month } from '../../../kit/month.ts'
import { Icon, type IconName } from '../../../kit/ui/icon.tsx'
import { mayHere, type CaisseEnv } from '../../caisses/web.ts'
import type { Gap } from '../rules/closing.ts'
import type { ClosingStep } from '../rules/closing-steps.ts'
import { sayGap } from '../say-gap.ts'
import { CONTRIBUTION_READERS, hrefIn, NAMED } from './frame.tsx'

const MARKS: Record<ClosingStep['state'], IconName> = {
  done: 'check',
  todo: 'wait',
  named: 'info',
  later: 'lock',
}

/** What is left to do, step by step, each with the way to do it. */
export function StepList({
  c,
  month,
  steps,
}: {
  c: Context<CaisseEnv>
  month: Month
  steps: readonly ClosingStep[]
}) {
  const t = c.get('t')
  return (
    <ol class="todo" aria-label={t('closing.todo')}>
      {steps.map(({ step, state, gaps }) => (
        <li class={`todo-${state}`} key={step}>
          <span class="todo-mark">
            <Icon name={MARKS[state]} size="small" />
          </span>
          <div class="todo-text">
            <span class="todo-title">
              {t(`closing.step.${step}`)}{' '}
              <span class="todo-state">
                ({t(step === 'sign' ? `closing.signState.${state}` : `closing.state.${state}`)})
              </span>
            </span>
            {gaps.map((gap) => (
              <span class="todo-gap" key={gap.kind}>
                {sayGap(t, gap)} <GapLink c={c} gap={gap} month={month} />
              </span>
            ))}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The way to close it, for whoever may go there. */
function GapLink({ c, gap, month }: { c: Context<CaisseEnv>; gap: Gap; month: Month }) {
  const href = placeOf(c, gap, month)
  const closed = NAMED.some((path) => href.startsWith(hrefIn(c, path))) && !mayHere(c, CONTRIBUTION_READERS)
  return closed ? null : <a href={href}>{c.get('t')(`closing.do.${gap.kind}`)}</a>
}

/** Where a gap is closed or explained. */
export function placeOf(c: Context<CaisseEnv>, gap: Gap, month: Month): string {
  const day = lastDay(month)
  switch (gap.kind) {
    case 'runs_open':
      return `/c/${c.get('caisse').slug}/mois`
    case 'no_dues':
    case 'dues_late':
      return hrefIn(c, `/cotisations?mois=${month}`)
    case 'cash_not_counted':
    case 'cash_gap':
    case 'cheques_in_hand':
      return hrefIn(c, '/especes')
    case 'batches_waiting':
    case 'transfers_in_flight':
    case 'transfers_returned':
      return hrefIn(c, '/remboursements')
    case 'bank_not_read':
      return hrefIn(c, `/banque?le=${day}`)
    case 'bank_gap':
      return hrefIn(c, `/ecart?lieu=banque&le=${day}&ecart=${gap.cents}`)
    case 'not_covered':
      return `/c/${c.get('caisse').slug}/etat`
  }
}
