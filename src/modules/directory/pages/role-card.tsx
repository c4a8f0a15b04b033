import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, NumberField, SelectField, TextField, type Option } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import { CONTACT_ROLES } from '../rules/words.ts'
import type { HeldRole, Listed } from '../store/book.ts'
import type { Partner } from '../store/partners.ts'
import { cardHref } from './frame.tsx'

type RoleCardProps = {
  c: Context<CaisseEnv>
  one: Listed
  form: FormState
  open: boolean
  partners: readonly Partner[]
  territories: readonly Option[]
}

export function RoleCard({ c, one, form, open, partners, territories }: RoleCardProps) {
  const t = c.get('t')
  const more = (held: HeldRole) =>
    [
      held.title,
      held.workingPercent && t('directory.role.percentText', { percent: held.workingPercent }),
      held.territoryName,
      t('directory.role.since', { day: held.fromOn }),
    ]
      .filter(Boolean)
      .join(' · ')
  return (
    <Card title={t('directory.role.card')} icon="agreement">
      {one.roles.length > 0 && (
        <RowList>
          {one.roles.map((held) => (
            <RowItem
              key={held.id}
              title={[t(`directory.roles.${held.role}`), held.partnerName].filter(Boolean).join(', ')}
              text={more(held)}
              aside={
                <form method="post" action={`${cardHref(c)}/role/fin`}>
                  <input type="hidden" name="key" value={freshForm().key} />
                  <input type="hidden" name="roleId" value={held.id} />
                  <Button kind="quiet">{t('directory.role.end')}</Button>
                </form>
              }
            />
          ))}
        </RowList>
      )}
      <Disclosure summary={t('directory.role.add')} open={open}>
        <Form
          action={`${cardHref(c)}/role`}
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
        >
          <div class="form-row">
            <SelectField
              name="role"
              label={t('directory.role.what')}
              value="partner"
              options={CONTACT_ROLES.map((value) => ({ value, label: t(`directory.roles.${value}`) }))}
            />
            <SelectField
              name="partnerId"
              label={t('directory.role.partner')}
              value=""
              options={[
                { value: '', label: t('directory.role.noPartner') },
                ...partners.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              optional
            />
          </div>
          <div class="form-row">
            <TextField
              name="title"
              label={t('directory.role.title')}
              hint={t('directory.role.titleHint')}
              maxLength={120}
              optional
            />
            <NumberField
              name="workingPercent"
              label={t('directory.role.percent')}
              hint={t('directory.role.percentHint')}
              suffix="%"
              optional
            />
          </div>
          <div class="form-row">
            {territories.length > 1 && (
              <SelectField
                name="roleTerritoryId"
                label={t('directory.import.field.territory')}
                value=""
                options={territories}
                optional
              />
            )}
            <DateField name="fromOn" label={t('directory.role.fromOn')} value={c.get('today')} optional />
          </div>
          <Actions>
            <Button icon="add">{t('directory.role.confirm')}</Button>
          </Actions>
        </Form>
      </Disclosure>
    </Card>
  )
}
