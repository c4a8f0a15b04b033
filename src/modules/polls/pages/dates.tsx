import { conventions, formatNearDay } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { FieldMessage } from '../../../kit/ui/field.tsx'
import { fieldId, useFilling } from '../../../kit/ui/form.tsx'
import { Icon, type IconName } from '../../../kit/ui/icon.tsx'
import { ANSWERS, type Answer } from '../rules.ts'
import type { PollDate } from '../store.ts'

export type Hours = Pick<PollDate, 'startsAt' | 'endsAt'>

/** `mardi 1er décembre`, and the year where it is another one. */
export function sayDay(t: Translate, { startsAt }: Hours, zone: string, today: string): string {
  const day = dayAt(startsAt, zone)
  const text = formatNearDay(day, t.locale)
  return day.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${day.slice(0, 4)}`
}

export const sayHours = (t: Translate, { startsAt, endsAt }: Hours): string =>
  t('polls.hours', { fromText: t.time(startsAt), toText: t.time(endsAt) })

/** `mar. 1 déc. 18 h`, at the head of a narrow column. */
export function sayShort(t: Translate, { startsAt }: Hours, timeZone: string): string {
  const day = new Intl.DateTimeFormat(conventions(t.locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone,
  }).format(startsAt)
  return `${day}, ${t.time(startsAt)}`
}

export const ANSWER_ICONS = { yes: 'check', if_needed: 'wait', no: 'close' } as const satisfies Record<
  Answer,
  IconName
>

export type DateCardProps = {
  t: Translate
  date: PollDate
  zone: string
  today: string
  value?: Answer | undefined
}

/** One date, three answers; none is chosen beforehand. */
export function DateCard({ t, date, zone, today, value }: DateCardProps) {
  const name = `date.${date.id}`
  const id = fieldId(name)
  const { error, typed } = useFilling(name)
  const chosen = typed ?? value
  return (
    <fieldset
      class={error ? 'date-card field-invalid' : 'date-card'}
      id={id}
      tabIndex={-1}
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend>
        <span class="date-card-day">{sayDay(t, date, zone, today)}</span>
        <span class="date-card-hours">{sayHours(t, date)}</span>
      </legend>
      <div class="votes">
        {ANSWERS.map((answer) => (
          <label class={`vote vote-${answer}`} key={answer}>
            <input
              type="radio"
              name={name}
              value={answer}
              checked={chosen === answer}
              required
              aria-invalid={error ? 'true' : undefined}
            />
            <Icon name={ANSWER_ICONS[answer]} />
            {t(`polls.answer.${answer}`)}
          </label>
        ))}
      </div>
      <FieldMessage id={id} message={error} />
    </fieldset>
  )
}
