import type { Translate } from '../../../kit/i18n/translate.ts'
import { Button } from '../../../kit/ui/button.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Badge, Card, DefinitionList, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import { Timeline } from './timeline.tsx'
import { ActForm, type Sent } from '../../caisses/forms.tsx'
import type { Day } from '../../../kit/month.ts'
import { ALLOWED_CHANGES, statusOn, type Agreement, type AgreementStatus } from '../rules.ts'
import type { agreementChangesOf, SignedAgreement } from '../store.ts'

const TONES: Record<AgreementStatus, Tone> = {
  upcoming: 'info',
  in_force: 'success',
  suspended: 'wait',
  ended: 'refusal',
}

/** Where an agreement stands today, in a word. */
export function StatusBadge({
  t,
  agreement,
  today,
}: {
  t: Translate
  agreement: Agreement | null
  today: Day
}) {
  if (!agreement) return <Badge tone="info">{t('outlets.list.noAgreement')}</Badge>
  const status = statusOn(agreement, today)
  return <Badge tone={TONES[status]}>{t(`accreditation.agreementStatus.${status}`)}</Badge>
}

export const refusalNotice = (t: Translate, sent: Sent) =>
  sent?.form.refusal && <Notice tone="refusal" title={t(sent.form.refusal)} />

type AgreementProps = {
  t: Translate
  agreement: SignedAgreement
  changes: Awaited<ReturnType<typeof agreementChangesOf>>
  /** `Décision n° 3 : …` */
  decision: string
  today: Day
  /** Where its forms go; null for who only reads. */
  action: ((act: string) => string) | null
  sent: Sent
}

/** An agreement with what was decided, what happened since, and what can be done now. */
export function AgreementCard({ t, agreement, changes, decision, today, action, sent }: AgreementProps) {
  const may = ALLOWED_CHANGES[statusOn(agreement, today)]
  const formName = (act: string) => `${act}-${agreement.id}`
  return (
    <Card title={t('outlets.agreement.title')} icon="agreement">
      <p>
        <StatusBadge t={t} agreement={agreement} today={today} />
      </p>
      <DefinitionList
        items={[
          {
            term: t('outlets.agreement.term'),
            value:
              agreement.toOn === null
                ? t('outlets.agreement.since', { day: agreement.fromOn })
                : t('outlets.agreement.fromTo', {
                    fromText: t.day(agreement.fromOn),
                    toText: t.day(agreement.toOn),
                  }),
          },
          { term: t('outlets.agreement.scope'), value: agreement.scope },
          { term: t('outlets.agreement.signedOn'), value: t.day(agreement.signedOn) },
          { term: t('outlets.agreement.decision'), value: decision },
        ]}
      />
      <Timeline t={t} changes={changes} />
      {action &&
        may.map((change) => (
          <Disclosure
            key={change}
            summary={t(`outlets.change.${change}.title`)}
            open={sent?.name === formName(change)}
          >
            <ActForm sent={sent} name={formName(change)} action={action(change)}>
              <input type="hidden" name="agreementId" value={agreement.id} />
              <p class="soft">{t(`outlets.change.${change}.text`)}</p>
              {change === 'end' && (
                <DateField name="lastDay" label={t('outlets.change.lastDay')} value={today} min={today} />
              )}
              <TextField name="words" label={t('outlets.change.words')} rows={3} maxLength={500} />
              <Button kind={change === 'resume' ? 'secondary' : 'danger'}>
                {t(`outlets.change.${change}.confirm`)}
              </Button>
            </ActForm>
          </Disclosure>
        ))}
    </Card>
  )
}

type SignProps = {
  t: Translate
  decisions: readonly { id: string; number: number; decided_on: Day; title: string }[]
  today: Day
  action: string
  sent: Sent
}

/** A new agreement, which names the decision that allows it. */
export function SignCard({ t, decisions, today, action, sent }: SignProps) {
  return (
    <Disclosure summary={t('outlets.agreement.sign')} open={sent?.name === 'convention'}>
      {decisions.length === 0 ? (
        <p>{t('outlets.agreement.noDecision')}</p>
      ) : (
        <ActForm sent={sent} name="convention" action={action}>
          <SelectField
            name="decisionId"
            label={t('outlets.agreement.decision')}
            value={decisions[0]!.id}
            options={decisions.map((one) => ({ value: one.id, label: sayDecision(t, one) }))}
          />
          <DateField name="signedOn" label={t('outlets.agreement.signedOn')} value={today} max={today} />
          <div class="form-row">
            <DateField name="fromOn" label={t('outlets.agreement.from')} value={today} />
            <DateField name="toOn" label={t('outlets.agreement.to')} optional />
          </div>
          <TextField name="scope" label={t('outlets.agreement.scope')} rows={3} maxLength={2000} />
          <Button>{t('outlets.agreement.keep')}</Button>
        </ActForm>
      )}
    </Disclosure>
  )
}

export const sayDecision = (
  t: Translate,
  { number, decided_on, title }: { number: number; decided_on: Day; title: string },
): string => t('outlets.agreement.decided', { numberText: number, day: decided_on, titleText: title })
