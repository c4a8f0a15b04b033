import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, SelectField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Card, Disclosure } from '../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import { CONSENT_SOURCES, PURPOSES } from '../rules/words.ts'
import type { Consent } from '../store/consents.ts'
import { cardHref } from './frame.tsx'

type ConsentCardProps = {
  c: Context<CaisseEnv>
  consents: readonly Consent[]
  form: FormState
  open: boolean
}

/** What somebody agrees to today, and what they took back. */
export function ConsentCard({ c, consents: all, form, open }: ConsentCardProps) {
  const t = c.get('t')
  const today = c.get('today')
  const zone = c.get('caisse').time_zone
  const ended = ({ untilOn }: Consent) => untilOn !== null && untilOn < today
  const live = all.filter((one) => one.withdrawnAt === null && !ended(one))
  const past = all.filter((one) => !live.includes(one))
  return (
    <Card title={t('directory.consent.title')} icon="approve">
      {live.length === 0 ? (
        <p>{t('directory.consent.none')}</p>
      ) : (
        <RowList>
          {live.map((one) => (
            <RowItem
              key={one.id}
              icon="check"
              title={t(`directory.purposes.${one.purpose}.name`)}
              text={[
                t('directory.consent.line', {
                  day: one.givenOn,
                  sourceText: t(`directory.sources.${one.source}`),
                }),
                one.untilOn && t('directory.consent.until', { day: one.untilOn }),
              ]
                .filter(Boolean)
                .join(' · ')}
              aside={
                <form method="post" action={`${cardHref(c)}/accord/retirer`}>
                  <input type="hidden" name="key" value={freshForm().key} />
                  <input type="hidden" name="purpose" value={one.purpose} />
                  <Button kind="quiet">{t('directory.consent.withdraw')}</Button>
                </form>
              }
            />
          ))}
        </RowList>
      )}
      {past.length > 0 && (
        <Disclosure summary={t('directory.consent.past', { count: past.length })}>
          <ul>
            {past.map((one) => (
              <li key={one.id}>
                {t(`directory.purposes.${one.purpose}.name`)}{' '}
                <Badge>
                  {one.withdrawnAt
                    ? t('directory.consent.withdrawn', { day: dayAt(one.withdrawnAt, zone) })
                    : t('directory.consent.ended', { day: one.untilOn! })}
                </Badge>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <Disclosure summary={t('directory.consent.add')} open={open}>
        <Form
          action={`${cardHref(c)}/accord`}
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
        >
          <div class="form-row">
            <SelectField
              name="purpose"
              label={t('directory.consent.purpose')}
              value="newsletter"
              options={PURPOSES.map((value) => ({ value, label: t(`directory.purposes.${value}.name`) }))}
            />
            <SelectField
              name="source"
              label={t('directory.consent.source')}
              value="paper"
              options={CONSENT_SOURCES.map((value) => ({ value, label: t(`directory.sources.${value}`) }))}
            />
          </div>
          <div class="form-row">
            <DateField name="givenOn" label={t('directory.consent.givenOn')} value={today} max={today} />
            <DateField
              name="untilOn"
              label={t('directory.consent.untilOn')}
              hint={t('directory.consent.untilHint')}
              optional
            />
          </div>
          <Actions>
            <Button icon="check">{t('directory.consent.confirm')}</Button>
          </Actions>
        </Form>
      </Disclosure>
    </Card>
  )
}
