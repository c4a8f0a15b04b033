import { friendlyFormatIBAN } from 'ibantools'
import type { Context } from 'hono'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { DateField, TextField } from '../../../kit/ui/inputs.tsx'
import { Badge, Disclosure, Money } from '../../../kit/ui/parts.tsx'
import { Tick, TickList } from '../../../kit/ui/ticks.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { LineStatus } from '../../settlements/rules/batch.ts'
import type { Batch, BatchLine } from '../../settlements/store.ts'
import { ActForm, hrefIn, type Sent } from './frame.tsx'

/** What one may say of ticked lines. */
export const LINE_ACTS = ['passees', 'revenues', 'nom', 'retenir', 'reprendre'] as const
export type LineAct = (typeof LINE_ACTS)[number]

/** In groups of four, as people read it aloud. */
export const iban = (text: string): string => friendlyFormatIBAN(text) ?? text

const LINE_TONES: Record<LineStatus, Tone> = {
  prepared: 'wait',
  held: 'wait',
  sent: 'info',
  executed: 'success',
  returned: 'refusal',
  cancelled: 'info',
}

/** Which lines one may tick: those that something can still become of. */
const OPEN: readonly LineStatus[] = ['prepared', 'held', 'sent', 'executed']

export function Lines({
  c,
  found,
  lines,
  sent,
}: {
  c: Context<CaisseEnv>
  found: Batch
  lines: readonly BatchLine[]
  sent: Sent
}) {
  const t = c.get('t')
  const href = hrefIn(c, `/remboursements/${found.id}`)
  const left = found.status === 'released' || found.status === 'closed'
  const open = found.status !== 'cancelled' && lines.some(({ status }) => OPEN.includes(status))
  const list = (
    <TickList label={t('batches.lines.list')}>
      {lines.map((line) => (
        <Tick
          key={line.line}
          name={open && OPEN.includes(line.status) ? `ligne.${line.line}` : undefined}
          checked={left && line.status === 'sent' && sent === null}
          title={`${line.line}. ${line.outletName}`}
          text={
            <>
              <span>
                {line.holder}, {iban(line.iban)}
              </span>
              {line.statusReason && <span>{line.statusReason}</span>}
            </>
          }
          aside={
            <>
              <Badge tone={LINE_TONES[line.status]}>
                {t(`settlements.lineStatus.${line.status}`)}
                {line.statusOn && line.status !== 'prepared' && ` ${t.day(line.statusOn)}`}
              </Badge>
              <Money cents={line.amountCents} />
              <a
                href={`${href}/lignes/${line.line}/releve`}
                aria-label={t('batches.lines.statementOf', { nameText: line.outletName })}
              >
                {t('batches.lines.statement')}
              </a>
            </>
          }
        />
      ))}
    </TickList>
  )
  return (
    <section class="stack">
      <h2>{t('batches.lines.title', { count: lines.length })}</h2>
      {open ? (
        <ActForm sent={sent} name="lignes" action={`${href}/lignes`}>
          {list}
          {left ? <BankActs c={c} lines={lines} /> : <HoldActs c={c} sent={sent} lines={lines} />}
        </ActForm>
      ) : (
        list
      )}
    </section>
  )
}

type ActsProps = { c: Context<CaisseEnv>; sent: Sent; lines: readonly BatchLine[] }

/** What the bank did with the ticked lines. */
function BankActs({ c, lines }: Omit<ActsProps, 'sent'>) {
  const t = c.get('t')
  const some = (status: LineStatus) => lines.some((line) => line.status === status)
  const options = [
    ...(some('sent') ? (['passees'] as const) : []),
    ...(some('sent') || some('executed') ? (['revenues'] as const) : []),
    ...(some('sent') || some('executed') ? (['nom'] as const) : []),
    ...(some('held') ? (['reprendre'] as const) : []),
  ]
  return (
    <>
      <WhatHappened t={t} options={options} />
      <div class="form-row">
        <DateField name="on" label={t('batches.lines.day')} value={c.get('today')} max={c.get('today')} />
        <ReasonField t={t} />
      </div>
      <Actions sticky={some('sent')}>
        <Button kind={some('sent') ? 'primary' : 'secondary'} icon="check">
          {t('batches.lines.note')}
        </Button>
      </Actions>
    </>
  )
}

/** Before it leaves: what is left out of it. */
function HoldActs({ c, sent, lines }: ActsProps) {
  const t = c.get('t')
  const held = lines.some(({ status }) => status === 'held')
  return (
    <Disclosure summary={t('batches.lines.leaveOut')} open={sent?.name === 'lignes'}>
      <div class="stack">
        <WhatHappened t={t} options={held ? ['retenir', 'reprendre'] : ['retenir']} />
        <ReasonField t={t} />
        <Button>{t('batches.lines.note')}</Button>
      </div>
    </Disclosure>
  )
}

function WhatHappened({ t, options }: { t: Translate; options: readonly LineAct[] }) {
  return (
    <RadioCards
      name="faire"
      label={t('batches.lines.what')}
      value={options[0]!}
      columns
      options={options.map((value) => ({
        value,
        label: t(`batches.act.${value}`),
        hint: t(`batches.hint.${value}`),
      }))}
    />
  )
}

const ReasonField = ({ t }: { t: Translate }) => (
  <TextField name="reason" label={t('batches.lines.reason')} maxLength={200} optional />
)
