import type { Context } from 'hono'
import { textField, type Fields } from '../../../kit/http.ts'
import { dayAt, localTime } from '../../../kit/month.ts'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { DateField, NumberField, SelectField, TextField, TimeField } from '../../../kit/ui/inputs.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { AUDIENCES, MEETING_KINDS } from '../rules/meeting.ts'
import { listGroupNames } from '../store/around.ts'
import type { Meeting } from '../store/meetings.ts'

const TEXTS = [
  'title',
  'description',
  'day',
  'from',
  'until',
  'untilDay',
  'placeName',
  'placeAddress',
  'territoryId',
  'groupId',
  'capacity',
  'access',
  'meal',
  'transport',
] as const

export const readMeeting = (fields: Fields) => ({
  ...(Object.fromEntries(TEXTS.map((name) => [name, textField(fields, name)])) as Record<
    (typeof TEXTS)[number],
    string
  >),
  kind: textField(fields, 'kind') as 'meeting',
  audience: textField(fields, 'audience') as 'public',
  stepFree: textField(fields, 'stepFree') as '',
  childcare: textField(fields, 'childcare'),
  registers: textField(fields, 'registers'),
})

export type Around = {
  territories: readonly { id: string; name: string }[]
  groups: readonly { id: string; name: string }[]
}

export const readAround = (c: Context<CaisseEnv>): Promise<Around> =>
  read(c, async (tx) => ({ territories: await listTerritories(tx), groups: await listGroupNames(tx) }))

/** What a form shows of a meeting that is there already. */
export type Shown = Partial<Meeting>

/** Three short cards: what and when, where, and for whom; the rest behind a summary. */
export function MeetingFields({
  c,
  around,
  meeting = {},
  filled = false,
}: {
  c: Context<CaisseEnv>
  around: Around
  meeting?: Shown
  /** Something was typed or is known: nothing is hidden. */
  filled?: boolean
}) {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  const clock = (instant?: Date) => (instant ? localTime(instant, zone).slice(11, 16) : '')
  const day = (instant?: Date) => (instant ? dayAt(instant, zone) : '')
  const lastDay = meeting.endsAt && day(meeting.endsAt) !== day(meeting.startsAt) ? day(meeting.endsAt) : ''
  return (
    <>
      <Card title={t('meetings.form.what')} icon="calendar">
        <SelectField
          name="kind"
          label={t('meetings.form.kind')}
          value={meeting.kind ?? 'meeting'}
          options={MEETING_KINDS.map((kind) => ({ value: kind, label: t(`meetings.kind.${kind}`) }))}
        />
        <TextField
          name="title"
          label={t('meetings.form.title')}
          hint={t('meetings.form.titleHint')}
          value={meeting.title ?? ''}
          maxLength={160}
        />
        <div class="form-row">
          <DateField name="day" label={t('meetings.form.day')} value={day(meeting.startsAt)} />
          <TimeField name="from" label={t('meetings.form.from')} value={clock(meeting.startsAt)} />
          <TimeField name="until" label={t('meetings.form.until')} value={clock(meeting.endsAt)} />
        </div>
        <TextField
          name="description"
          label={t('meetings.form.description')}
          hint={t('meetings.form.descriptionHint')}
          rows={5}
          value={meeting.description ?? ''}
          maxLength={20_000}
          optional
        />
      </Card>
      <Card title={t('meetings.form.where')} icon="places">
        <div class="form-row">
          <TextField
            name="placeName"
            label={t('meetings.form.placeName')}
            value={meeting.placeName ?? ''}
            maxLength={160}
            optional
          />
          <TextField
            name="placeAddress"
            label={t('meetings.form.placeAddress')}
            value={meeting.placeAddress ?? ''}
            maxLength={300}
            optional
          />
        </div>
        <SelectField
          name="stepFree"
          label={t('meetings.form.stepFree')}
          value={
            meeting.stepFree === undefined || meeting.stepFree === null ? '' : meeting.stepFree ? 'yes' : 'no'
          }
          options={[
            { value: '', label: t('meetings.form.stepFreeUnknown') },
            { value: 'yes', label: t('meetings.form.stepFreeYes') },
            { value: 'no', label: t('meetings.form.stepFreeNo') },
          ]}
          optional
        />
        <TextField
          name="access"
          label={t('meetings.form.access')}
          hint={t('meetings.form.accessHint')}
          value={meeting.access ?? ''}
          maxLength={500}
          optional
        />
        <TextField
          name="transport"
          label={t('meetings.form.transport')}
          hint={t('meetings.form.transportHint')}
          rows={2}
          value={meeting.transport ?? ''}
          maxLength={2000}
          optional
        />
      </Card>
      <Card title={t('meetings.form.whom')} icon="people">
        <RadioCards
          name="audience"
          label={t('meetings.form.audience')}
          value={meeting.audience ?? 'public'}
          options={AUDIENCES.filter((one) => one !== 'group' || around.groups.length > 0).map((audience) => ({
            value: audience,
            label: t(`meetings.audience.${audience}`),
            hint: t(`meetings.audienceHint.${audience}`),
          }))}
        />
        <div class="form-row">
          {around.groups.length > 0 && (
            <SelectField
              name="groupId"
              label={t('meetings.form.group')}
              value={meeting.groupId ?? ''}
              options={[
                { value: '', label: t('meetings.form.groupNone') },
                ...around.groups.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              optional
            />
          )}
          {around.territories.length > 0 && (
            <SelectField
              name="territoryId"
              label={t('meetings.form.territory')}
              value={meeting.territoryId ?? ''}
              options={[
                { value: '', label: t('meetings.form.territoryNone') },
                ...around.territories.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              optional
            />
          )}
        </div>
        <CheckboxField
          name="registers"
          label={t('meetings.form.registers')}
          hint={t('meetings.form.registersHint')}
          checked={meeting.registers ?? true}
          optional
        />
        <NumberField
          name="capacity"
          label={t('meetings.form.capacity')}
          hint={t('meetings.form.capacityHint')}
          optional
          {...(meeting.capacity && { value: meeting.capacity })}
        />
      </Card>
      <Disclosure summary={t('meetings.form.more')} open={filled}>
        <CheckboxField
          name="childcare"
          label={t('meetings.form.childcare')}
          hint={t('meetings.form.childcareHint')}
          checked={meeting.childcare ?? false}
          optional
        />
        <TextField
          name="meal"
          label={t('meetings.form.meal')}
          hint={t('meetings.form.mealHint')}
          value={meeting.meal ?? ''}
          maxLength={300}
          optional
        />
        <DateField name="untilDay" label={t('meetings.form.untilDay')} value={lastDay} optional />
      </Disclosure>
    </>
  )
}
