import type { Context } from 'hono'
import { conventions } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { formatMoney } from '../../../kit/cents.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { DateField, SelectField } from '../../../kit/ui/inputs.tsx'
import { Badge, EmptyState, Money } from '../../../kit/ui/parts.tsx'
import { LineField, Tick, TickList } from '../../../kit/ui/ticks.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { DueWord } from '../../contributions/rules/due-word.ts'
import type { NamedDue } from '../store/dues-seen.ts'
import { hrefOf } from './dues-view.ts'
import { ActForm, hrefIn, type Sent } from './frame.tsx'

const METHODS = ['transfer', 'cash', 'cheque', 'card', 'third_party'] as const

export const methodOptions = (t: Translate) =>
  METHODS.map((value) => ({ value, label: t(`dues.method.${value}`) }))

export function TickForm({
  c,
  sent,
  dues: listed,
}: {
  c: Context<CaisseEnv>
  sent: Sent
  dues: readonly NamedDue[]
}) {
  const t = c.get('t')
  const open = listed.some(({ missingCents }) => missingCents > 0)
  const all = c.req.query('cocher') === 'tout' && sent === null
  if (listed.length === 0)
    return (
      <EmptyState title={t('dues.list.nobody')} icon="search">
        <p>{t('dues.list.nobodyText')}</p>
      </EmptyState>
    )
  const lines = (
    <TickList label={t('dues.list.households')}>
      {listed.map((due) => (
        <DueLine key={due.householdId} c={c} due={due} checked={all} />
      ))}
    </TickList>
  )
  if (!open) return lines
  return (
    <ActForm
      sent={sent}
      name="noter"
      action={hrefOf(c, '/cotisations/noter')}
      labels={Object.fromEntries(listed.map((due) => [`montant.${due.householdId}`, due.name]))}
    >
      <div class="form-row">
        <DateField name="receivedOn" label={t('dues.list.day')} value={c.get('today')} max={c.get('today')} />
        <SelectField
          name="method"
          label={t('dues.list.method')}
          hint={t('dues.list.methodHint')}
          value="transfer"
          options={methodOptions(t)}
          width="medium"
        />
      </div>
      <Actions>
        <LinkButton kind="quiet" href={hrefOf(c, '/cotisations', all ? {} : { cocher: 'tout' })}>
          {t(all ? 'dues.list.untickAll' : 'dues.list.tickAll')}
        </LinkButton>
      </Actions>
      {lines}
      <Actions sticky>
        <Button kind="primary" icon="check">
          {t('dues.list.note')}
        </Button>
      </Actions>
    </ActForm>
  )
}

const TONES: Record<DueWord, Tone | undefined> = {
  received: 'success',
  waived: 'info',
  nothing: undefined,
  expected: 'wait',
  late: 'wait',
}

export function DueBadge({ t, word }: { t: Translate; word: DueWord }) {
  const tone = TONES[word]
  return <Badge {...(tone && { tone })}>{t(`dues.word.${word}`)}</Badge>
}

function DueLine({ c, due, checked }: { c: Context<CaisseEnv>; due: NamedDue; checked: boolean }) {
  const t = c.get('t')
  const { householdId, name, paymentReference, expectedCents, receivedCents, missingCents, lateCents } = due
  const href = hrefIn(c, `/cotisations/${householdId}`)
  const open = missingCents > 0
  return (
    <Tick
      name={open ? `recue.${householdId}` : undefined}
      checked={checked}
      title={name}
      text={
        <>
          <span>{paymentReference}</span>
          {open && receivedCents > 0 && (
            <span>{t('dues.line.partly', { receivedCents, expectedCents })}</span>
          )}
          {lateCents > 0 && <span>{t('dues.line.earlier', { lateCents })}</span>}
        </>
      }
      aside={
        <>
          <DueBadge t={t} word={due.word} />
          {open ? (
            <>
              <input type="hidden" name={`attendu.${householdId}`} value={missingCents} />
              <LineField
                name={`montant.${householdId}`}
                label={t('dues.line.amount', { nameText: name })}
                value={formatMoney(missingCents, conventions(t.locale))}
              />
            </>
          ) : (
            <Money cents={expectedCents} />
          )}
          <a href={href} aria-label={t('dues.line.openNamed', { nameText: name })}>
            {t('dues.line.open')}
          </a>
        </>
      }
    />
  )
}
