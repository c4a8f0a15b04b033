import type { Context } from 'hono'
import { textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { COMPOSITIONS, GROUP_STATUSES } from '../rules/group.ts'
import { getGroup } from '../store/groups.ts'
import { GroupPage, hrefOf } from './frame.tsx'

export const readGroup = (fields: Fields, groupId: string) => ({
  groupId,
  composition: textField(fields, 'composition') as 'residents',
  name: textField(fields, 'name'),
  purpose: textField(fields, 'purpose'),
  territoryId: textField(fields, 'territoryId'),
  status: textField(fields, 'status') as 'planned',
  startsOn: textField(fields, 'startsOn'),
  endsOn: textField(fields, 'endsOn'),
})

/** A new group, or what is said of one. */
export async function editPage(c: Context<CaisseEnv>, form: FormState, groupId?: string) {
  const t = c.get('t')
  const { one, territories } = await read(c, async (tx) => ({
    one: groupId ? await getGroup(tx, c.get('today'), groupId) : undefined,
    territories: await listTerritories(tx),
  }))
  return (
    <GroupPage
      c={c}
      title={one ? t('groups.edit.change', { nameText: one.name }) : t('groups.edit.title')}
      lead={one ? undefined : t('groups.edit.lead')}
      breadcrumb={[
        { href: hrefOf(c), label: t('groups.nav') },
        ...(one ? [{ href: hrefOf(c, `/${one.id}`), label: one.name }] : []),
      ]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <RadioCards
          name="composition"
          label={t('groups.field.composition')}
          value={one?.composition ?? 'residents'}
          columns
          options={COMPOSITIONS.map((value) => ({
            value,
            label: t(`groups.compositions.${value}`),
            hint: t(`groups.edit.of.${value}`),
          }))}
        />
        <TextField name="name" label={t('groups.field.name')} value={one?.name ?? ''} maxLength={120} />
        <TextField
          name="purpose"
          label={t('groups.field.purpose')}
          hint={t('groups.edit.purposeHint')}
          value={one?.purpose ?? ''}
          rows={4}
          maxLength={2000}
          optional
        />
        <div class="form-row">
          <SelectField
            name="status"
            label={t('groups.field.status')}
            value={one?.status ?? 'forming'}
            options={GROUP_STATUSES.map((value) => ({ value, label: t(`groups.statuses.${value}`) }))}
          />
          {territories.length > 0 && (
            <SelectField
              name="territoryId"
              label={t('groups.field.territory')}
              value={one?.territoryId ?? ''}
              options={[
                { value: '', label: t('groups.edit.everywhere') },
                ...territories.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              optional
            />
          )}
        </div>
        <div class="form-row">
          <DateField
            name="startsOn"
            label={t('groups.field.startsOn')}
            {...(one?.startsOn && { value: one.startsOn })}
            optional
          />
          <DateField
            name="endsOn"
            label={t('groups.field.endsOn')}
            {...(one?.endsOn && { value: one.endsOn })}
            optional
          />
        </div>
        <Actions sticky>
          <Button kind="primary">{t(one ? 'groups.edit.save' : 'groups.edit.confirm')}</Button>
        </Actions>
      </Form>
    </GroupPage>
  )
}
