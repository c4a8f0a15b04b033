import type { Context } from 'hono'
import { textField, type Fields } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { addDays, dayAt, type Day } from '../../../kit/month.ts'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { DateField, SelectField, TextField, TimeField } from '../../../kit/ui/inputs.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import { MEETING_KINDS } from '../../meetings/rules/meeting.ts'
import { cityOf } from '../rules.ts'
import type { Poll } from '../store.ts'

/** Lines in which a date may be typed: the first ones in sight, the others a press away. */
const SEEN_LINES = 4
const LINES = 12

/** Days that people have to answer, unless somebody says otherwise. */
const USUAL_DAYS = 10

export const readPoll = (fields: Fields) => ({
  title: textField(fields, 'title'),
  description: textField(fields, 'description'),
  kind: textField(fields, 'kind') as 'meeting',
  placeName: textField(fields, 'placeName'),
  placeAddress: textField(fields, 'placeAddress'),
  answersShown: textField(fields, 'answersShown') === 'yes',
  closesOn: textField(fields, 'closesOn'),
  dates: Array.from({ length: LINES }, (_, i) => ({
    day: textField(fields, `day${i + 1}`),
    clock: textField(fields, `clock${i + 1}`),
  })),
})

/** The last day on which one may answer. */
export const closingDay = (poll: Pick<Poll, 'closesAt'>, zone: string): Day =>
  dayAt(new Date(poll.closesAt.getTime() - 60_000), zone)

export function PollFields({ c, poll }: { c: Context<CaisseEnv>; poll?: Poll }) {
  const t = c.get('t')
  return (
    <>
      <TextField
        name="title"
        label={t('polls.form.title')}
        hint={t('polls.form.titleHint')}
        maxLength={120}
        value={poll?.title ?? ''}
      />
      <TextField
        name="description"
        label={t('polls.form.description')}
        rows={3}
        maxLength={2000}
        value={poll?.description ?? ''}
        optional
      />
      <SelectField
        name="kind"
        label={t('polls.form.kind')}
        value={poll?.kind ?? 'meeting'}
        options={MEETING_KINDS.map((kind) => ({ value: kind, label: t(`polls.kind.${kind}`) }))}
      />
      <div class="form-row">
        <TextField
          name="placeName"
          label={t('polls.form.placeName')}
          maxLength={120}
          value={poll?.placeName ?? ''}
          optional
        />
        <TextField
          name="placeAddress"
          label={t('polls.form.placeAddress')}
          maxLength={120}
          value={poll?.placeAddress ?? ''}
          optional
        />
      </div>
    </>
  )
}

export function AskingFields({ c, poll }: { c: Context<CaisseEnv>; poll?: Poll }) {
  const t = c.get('t')
  const zone = c.get('caisse').time_zone
  return (
    <Card title={t('polls.form.asking')} icon="people">
      <DateField
        name="closesOn"
        label={t('polls.form.closesOn')}
        hint={t('polls.form.closesOnHint')}
        value={poll ? closingDay(poll, zone) : addDays(c.get('today'), USUAL_DAYS)}
      />
      <CheckboxField
        name="answersShown"
        label={t('polls.form.answersShown')}
        hint={t('polls.form.answersShownHint')}
        checked={poll?.answersShown ?? false}
        optional
      />
    </Card>
  )
}

export function DateLines({ c, title, needed }: { c: Context<CaisseEnv>; title: string; needed?: boolean }) {
  const t = c.get('t')
  const line = (n: number) => <DateLine key={n} t={t} n={n} optional={!(needed && n === 1)} />
  const numbers = Array.from({ length: LINES }, (_, i) => i + 1)
  return (
    <Card title={title} icon="calendar">
      <p class="soft">{t('polls.form.datesHint', { cityText: cityOf(c.get('caisse').time_zone) })}</p>
      <div class="date-lines">{numbers.slice(0, SEEN_LINES).map(line)}</div>
      <Disclosure summary={t('polls.form.moreDates')}>
        <div class="date-lines">{numbers.slice(SEEN_LINES).map(line)}</div>
      </Disclosure>
    </Card>
  )
}

function DateLine({ t, n, optional }: { t: Translate; n: number; optional: boolean }) {
  return (
    <div class="date-line">
      <DateField name={`day${n}`} label={t('polls.form.day', { number: n })} optional={optional} />
      <TimeField name={`clock${n}`} label={t('polls.form.clock')} optional={optional} />
    </div>
  )
}
