import { textField, type Fields } from '../../../kit/http.ts'
import type { z } from 'zod'
import { formatWeekday } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { DateField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Card } from '../../../kit/ui/parts.tsx'
import { typedSlots, WEEKDAYS, WEEKS, writtenSlots, type OpeningHours } from '../opening.ts'
import { OUTLET_KINDS, type OutletFile } from '../rules.ts'

type Territory = { id: string; name: string }

/** What is written on an outlet's file; an account number comes by its own page. */
export function OutletFields({
  t,
  outlet,
  territories,
  territoryId = '',
}: {
  t: Translate
  outlet?: OutletFile
  territories: readonly Territory[]
  territoryId?: string | undefined
}) {
  const hours = outlet?.hours
  return (
    <>
      <Card title={t('outlets.file.who')} icon="shop">
        <TextField
          name="tradeName"
          label={t('outlets.file.tradeName')}
          value={outlet?.tradeName ?? ''}
          maxLength={120}
        />
        <TextField
          name="legalName"
          label={t('outlets.file.legalName')}
          value={outlet?.legalName ?? ''}
          maxLength={120}
        />
        <div class="form-row">
          <TextField
            name="siren"
            label={t('outlets.file.siren')}
            hint={t('outlets.file.sirenHint')}
            value={outlet?.siren ?? ''}
            inputmode="numeric"
            maxLength={20}
            width="medium"
            optional
          />
          <SelectField
            name="kind"
            label={t('outlets.file.kind')}
            value={outlet?.kind ?? 'shop'}
            options={OUTLET_KINDS.map((kind) => ({
              value: kind,
              label: t(`accreditation.outletKind.${kind}`),
            }))}
          />
        </div>
        <TextField
          name="address"
          label={t('outlets.file.address')}
          value={outlet?.address ?? ''}
          maxLength={300}
          optional
        />
        {territories.length > 0 && (
          <SelectField
            name="territoryId"
            label={t('outlets.file.territory')}
            value={territoryId}
            optional
            options={[
              { value: '', label: t('outlets.file.noTerritory') },
              ...territories.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </Card>
      <Card title={t('outlets.file.hours')} icon="clock">
        <p class="soft">{t('outlets.file.hoursHint')}</p>
        {WEEKDAYS.map((weekday) => (
          <TextField
            key={weekday}
            name={`day${weekday}`}
            label={formatWeekday(weekday, t.locale)}
            value={hours ? writtenSlots(hours.days[weekday]) : ''}
            maxLength={80}
            optional
          />
        ))}
        <SelectField
          name="weeks"
          label={t('outlets.file.weeks')}
          value={hours?.weeks ?? 'every'}
          options={WEEKS.map((weeks) => ({ value: weeks, label: t(`accreditation.opening.weeks.${weeks}`) }))}
        />
        <div class="form-row">
          <DateField
            name="closedFrom"
            label={t('outlets.file.closedFrom')}
            value={hours?.closed?.from ?? ''}
            optional
          />
          <DateField
            name="closedTo"
            label={t('outlets.file.closedTo')}
            value={hours?.closed?.to ?? ''}
            optional
          />
        </div>
        <TextField
          name="opening"
          label={t('outlets.file.details')}
          value={outlet?.opening ?? ''}
          maxLength={500}
          optional
        />
      </Card>
    </>
  )
}

/** What the form says, as the action reads it. */
export function typedOutlet(fields: Fields): z.input<typeof OutletFile> & { territoryId: string | null } {
  const closed = { from: textField(fields, 'closedFrom'), to: textField(fields, 'closedTo') }
  const days = Object.fromEntries(
    WEEKDAYS.map((weekday) => [weekday, typedSlots(textField(fields, `day${weekday}`))]),
  )
  return {
    kind: textField(fields, 'kind') as OutletFile['kind'],
    tradeName: textField(fields, 'tradeName'),
    legalName: textField(fields, 'legalName'),
    siren: textField(fields, 'siren').trim() || null,
    address: textField(fields, 'address'),
    opening: textField(fields, 'opening'),
    territoryId: textField(fields, 'territoryId') || null,
    hours: {
      weeks: textField(fields, 'weeks') as OpeningHours['weeks'],
      days,
      closed: closed.from || closed.to ? closed : null,
    },
  }
}

/** The form's name of a field of the file. */
export const outletField = (field: string): string =>
  field.startsWith('hours.closed')
    ? field.endsWith('from')
      ? 'closedFrom'
      : 'closedTo'
    : (/^hours\.days\.(\d)/.exec(field)?.[1] ?? '').replace(/^\d$/, 'day$&') || field
