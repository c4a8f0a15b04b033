import type { Cents } from '../money.ts'
import { addMonths, type Day, type Month } from '../month.ts'
import { formatMoney } from '../cents.ts'
import { conventions } from '../i18n/locale.ts'
import type { Translate } from '../i18n/translate.ts'
import { Field, useField, type FieldProps } from './field.tsx'
import { useWords } from './words.tsx'

type Width = 'short' | 'medium' | 'full' | 'number'

export type TextFieldProps = FieldProps & {
  value?: string
  type?: 'text' | 'email' | 'tel' | 'url' | 'search'
  autocomplete?: string
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search'
  maxLength?: number
  /** Several lines. */
  rows?: number
  width?: Width
  /** Known answers to pick from while typing. */
  suggestions?: readonly string[]
  autofocus?: boolean
}

export function TextField(props: TextFieldProps) {
  const { value, type = 'text', autocomplete = 'off', inputmode, maxLength, rows, width = 'full' } = props
  const { suggestions, autofocus } = props
  const { wiring, typed } = useField(props)
  const shared = { ...wiring, class: `input input-${width}`, autocomplete, inputmode, maxLength, autofocus }
  const text = typed ?? value
  const listId = suggestions && `${wiring.id}-list`
  return (
    <Field {...props}>
      {rows ? (
        <textarea {...shared} rows={rows}>
          {text}
        </textarea>
      ) : (
        <input {...shared} type={type} value={text} list={listId} />
      )}
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Field>
  )
}

export type NumberFieldProps = FieldProps & { value?: number; suffix?: string; autofocus?: boolean }

/** A count; spelled as text so that no wheel or arrow changes it by accident. */
export function NumberField(props: NumberFieldProps) {
  const { wiring, typed } = useField(props)
  return (
    <Field {...props}>
      <Suffixed suffix={props.suffix}>
        <input
          {...wiring}
          class="input input-short input-figures"
          type="text"
          inputmode="numeric"
          autocomplete="off"
          autofocus={props.autofocus}
          value={typed ?? props.value?.toString()}
        />
      </Suffixed>
    </Field>
  )
}

export type MoneyFieldProps = FieldProps & {
  value?: Cents
  /** The caisse's currency unless told: its own unit, for instance. */
  suffix?: string
  /** As large as on the till. */
  big?: boolean
  autofocus?: boolean
}

/** Accepts `12,5` and `12.50`; `Amount` of `kit/money.ts` reads it. */
export function MoneyField(props: MoneyFieldProps) {
  const t = useWords()
  const { wiring, typed } = useField(props)
  const value = props.value === undefined ? undefined : formatMoney(props.value, conventions(t.locale))
  return (
    <Field {...props}>
      <Suffixed suffix={props.suffix ?? currencySign(t)}>
        <input
          {...wiring}
          class={`input input-short input-figures${props.big ? ' input-big' : ''}`}
          type="text"
          inputmode="decimal"
          autocomplete="off"
          autofocus={props.autofocus}
          value={typed ?? value}
        />
      </Suffixed>
    </Field>
  )
}

/** `€`, or `CHF` in Geneva: as amounts are written here. */
const currencySign = (t: Translate): string => t.money(0).replace(/[\d.,\s]/g, '')

function Suffixed({ suffix, children }: { suffix: string | undefined; children: preact.ComponentChildren }) {
  if (!suffix) return <>{children}</>
  return (
    <span class="input-suffixed">
      {children}
      <span class="input-suffix">{suffix}</span>
    </span>
  )
}

export type CodeFieldProps = FieldProps & { length?: number; big?: boolean; autofocus?: boolean }

/** A secret code: not shown while typed, never sent back, digits on the phone's keyboard. */
export function CodeField(props: CodeFieldProps) {
  const { wiring } = useField(props)
  return (
    <Field {...props}>
      <input
        {...wiring}
        class={`input input-short input-code${props.big ? ' input-big' : ''}`}
        type="password"
        inputmode="numeric"
        autocomplete="off"
        maxLength={props.length}
        autofocus={props.autofocus}
      />
    </Field>
  )
}

export type Option = { value: string; label: string; disabled?: boolean }

export type SelectFieldProps = FieldProps & { options: readonly Option[]; value?: string; width?: Width }

export function SelectField(props: SelectFieldProps) {
  const { options, value, width = 'full' } = props
  const t = useWords()
  const { wiring, typed } = useField(props)
  const chosen = typed ?? value
  return (
    <Field {...props}>
      <select {...wiring} class={`input input-${width}`}>
        {chosen === undefined && <option value="">{t('kit.form.choose')}</option>}
        {options.map((option) => (
          <option
            key={option.value}
            value={option.value}
            selected={option.value === chosen}
            disabled={option.disabled}
          >
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}

export type DateFieldProps = FieldProps & { value?: Day; min?: Day; max?: Day; autocomplete?: string }

export function DateField(props: DateFieldProps) {
  const { wiring, typed } = useField(props)
  return (
    <Field {...props}>
      <input
        {...wiring}
        class="input input-medium"
        type="date"
        min={props.min}
        max={props.max}
        autocomplete={props.autocomplete ?? 'off'}
        value={typed ?? props.value}
      />
    </Field>
  )
}

export type TimeFieldProps = FieldProps & { value?: string }

/** `18:30`; a browser without a picker takes it as it is typed. */
export function TimeField(props: TimeFieldProps) {
  const { wiring, typed } = useField(props)
  return (
    <Field {...props}>
      <input
        {...wiring}
        class="input input-medium"
        type="time"
        autocomplete="off"
        value={typed ?? props.value}
      />
    </Field>
  )
}

export type MonthFieldProps = FieldProps & { value?: Month; from?: Month; to?: Month }

/**
 * Between two months a list of their names, which every browser shows;
 * otherwise the browser's own month picker, or `2026-11` typed where it has none.
 */
export function MonthField(props: MonthFieldProps) {
  const { from, to, ...field } = props
  const t = useWords()
  const hint = props.hint ?? t('kit.form.monthHint', { exampleText: '2026-11' })
  const open = { ...field, hint }
  const { wiring, typed } = useField(open)
  if (from && to) {
    const options: Option[] = []
    for (let month = from; month <= to; month = addMonths(month, 1))
      options.push({ value: month, label: t.month(month) })
    return <SelectField {...field} options={options} width="medium" />
  }
  return (
    <Field {...open}>
      <input
        {...wiring}
        class="input input-medium"
        type="month"
        min={from}
        max={to}
        pattern="\d{4}-\d{2}"
        value={typed ?? props.value}
      />
    </Field>
  )
}

export type FileFieldProps = FieldProps & { accept?: string; maxMegabytes?: number }

export function FileField(props: FileFieldProps) {
  const t = useWords()
  const hint = props.hint ?? t('kit.form.fileHint', { size: props.maxMegabytes ?? 20 })
  const field = { ...props, hint }
  const { wiring } = useField(field)
  return (
    <Field {...field}>
      <input {...wiring} class="input input-file" type="file" accept={props.accept} />
    </Field>
  )
}
