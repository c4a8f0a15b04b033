import type { Context } from 'hono'
import { actorOf } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { DateField, TextField } from '../../../kit/ui/inputs.tsx'
import { Card, DefinitionList, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { ActForm, type Sent } from '../../caisses/forms.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import { bankChangeStatus, refusalToConfirm } from '../iban.ts'
import type { BankChange } from '../iban-store.ts'
import type { BankDetails } from '../rules.ts'

type BankCardProps = {
  c: Context<CaisseEnv>
  bank: BankDetails | null
  changes: readonly BankChange[]
  href: (path: string) => string
  sent: Sent
}

const readable = (iban: string): string => iban.replace(/(.{4})(?!$)/g, '$1 ')

/** Where an outlet is paid; a new account is written down by one person and confirmed by another who calls. */
export function BankCard({ c, bank, changes, href, sent }: BankCardProps) {
  const t = c.get('t')
  const [latest] = changes
  const status = latest && bankChangeStatus(latest, c.get('app').now())
  return (
    <Card title={t('outlets.bank.title')} icon="bank">
      {bank ? (
        <DefinitionList
          items={[
            { term: t('outlets.bank.holder'), value: bank.holder },
            { term: 'IBAN', value: readable(bank.iban) },
          ]}
        />
      ) : (
        <p>{t('outlets.bank.none')}</p>
      )}
      {status === 'held' && (
        <Notice tone="wait" title={t('outlets.bank.held', { whenText: t.instant(latest!.usableFrom!) })}>
          <p>
            {t('outlets.bank.called', { nameText: latest!.calledName ?? '', day: latest!.calledOn ?? '' })}
          </p>
        </Notice>
      )}
      {status === 'waiting' ? (
        <Waiting c={c} change={latest!} href={href} sent={sent} />
      ) : (
        <Disclosure
          summary={t(bank ? 'outlets.bank.change' : 'outlets.bank.add')}
          open={sent?.name === 'compte'}
        >
          <ActForm sent={sent} name="compte" action={href('/compte')}>
            <p class="soft">{t('outlets.bank.changeText')}</p>
            <TextField
              name="holder"
              label={t('outlets.bank.holder')}
              hint={t('outlets.bank.holderHint')}
              maxLength={120}
            />
            <TextField name="iban" label="IBAN" maxLength={42} />
            <TextField name="bic" label="BIC" maxLength={14} width="medium" optional />
            <Button>{t('outlets.bank.keep')}</Button>
          </ActForm>
        </Disclosure>
      )}
    </Card>
  )
}

function Waiting({
  c,
  change,
  href,
  sent,
}: { change: BankChange } & Pick<BankCardProps, 'c' | 'href' | 'sent'>) {
  const t = c.get('t')
  const actor = actorOf(c)
  const accountId = actor.kind === 'account' ? actor.accountId : null
  const refusal = refusalToConfirm({ change, accountId, now: c.get('app').now() })
  const zone = c.get('caisse').time_zone
  return (
    <>
      <Notice tone="wait" title={t('outlets.bank.waiting')}>
        <p>
          {t('outlets.bank.asked', {
            nameText: change.askedBy ?? '',
            day: dayAt(change.askedAt, zone),
            holderText: change.bank.holder,
            ibanText: readable(change.bank.iban),
          })}
        </p>
      </Notice>
      <ActForm sent={sent} name="confirmer" action={href('/compte/confirmer')}>
        <input type="hidden" name="changeId" value={change.id} />
        <p>{t('outlets.bank.callText')}</p>
        <TextField name="calledName" label={t('outlets.bank.calledName')} maxLength={120} />
        <DateField
          name="calledOn"
          label={t('outlets.bank.calledOn')}
          value={c.get('today')}
          max={c.get('today')}
        />
        <Button refusal={refusal}>{t('outlets.bank.confirm')}</Button>
      </ActForm>
      <ActForm sent={sent} name="retirer" action={href('/compte/retirer')}>
        <input type="hidden" name="changeId" value={change.id} />
        <Button kind="quiet">{t('outlets.bank.withdraw')}</Button>
      </ActForm>
    </>
  )
}
