import type { ComponentChildren } from 'preact'
import { textField, type Fields, type FormState } from '../http.ts'
import type { Translate } from '../i18n/translate.ts'
import type { Refusal } from '../refusal.ts'
import { Actions, Button, LinkButton } from './button.tsx'
import { Form, HiddenKey } from './form.tsx'
import { FileField, SelectField } from './inputs.tsx'
import { Disclosure } from './parts.tsx'
import { DataTable } from './table.tsx'

const MOST_PROBLEMS = 100

type UploadFormProps = { t: Translate; action: string; form: FormState; label: string; model: string }

/** Hands in a table, or takes an empty one to fill in (`model`: where it is). */
export function UploadForm({ t, action, form, label, model }: UploadFormProps) {
  return (
    <Form action={action} issues={form.issues} typed={form.typed} idempotencyKey={form.key} files>
      <FileField
        name="file"
        label={label}
        hint={t('kit.import.fileHint')}
        accept=".csv,.xlsx,.txt,text/csv"
      />
      <Actions>
        <Button kind="primary" icon="upload">
          {t('kit.import.read')}
        </Button>
        <LinkButton href={model} icon="download" download>
          {t('kit.import.model')}
        </LinkButton>
      </Actions>
    </Form>
  )
}

type ColumnsFormProps = {
  t: Translate
  action: string
  form: FormState
  open: boolean
  /** The table's first line. */
  header: readonly string[]
  fields: readonly { name: string; label: string; column: number | null | undefined; needed?: boolean }[]
  /** What else is said of the whole table. */
  children?: ComponentChildren
}

/** Which column tells what, to be read again. */
export function ColumnsForm({ t, action, form, open, header, fields, children }: ColumnsFormProps) {
  const options = [
    { value: '', label: t('kit.import.noColumn') },
    ...header.map((heading, i) => ({
      value: String(i),
      label: heading || t('kit.import.columnNumber', { columnNumber: i + 1 }),
    })),
  ]
  return (
    <Disclosure summary={t('kit.import.mapping')} open={open || form.issues.length > 0}>
      <Form action={action} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        {fields.map(({ name, label, column, needed = false }) => (
          <SelectField
            key={name}
            name={`column.${name}`}
            label={label}
            value={column === undefined ? '' : String(column)}
            options={options}
            optional={!needed}
          />
        ))}
        {children}
        <Actions>
          <Button icon="check">{t('kit.import.remap')}</Button>
        </Actions>
      </Form>
    </Disclosure>
  )
}

/** The columns chosen in `ColumnsForm`; null where a field has none. */
export const readColumns = <F extends string>(
  fields: Fields,
  names: readonly F[],
): Record<F, number | null> =>
  Object.fromEntries(
    names.map((name) => {
      const typed = textField(fields, `column.${name}`)
      return [name, /^\d{1,3}$/.test(typed) ? Number(typed) : null]
    }),
  ) as Record<F, number | null>

type LineProblem = { line: number; column: string | null; message: Refusal }

/** What is wrong, line by line, as people see the lines in their file. */
export function LineProblems({ t, problems }: { t: Translate; problems: readonly LineProblem[] }) {
  if (problems.length === 0) return null
  return (
    <DataTable
      caption={t('kit.import.problems', { count: problems.length })}
      columns={[
        {
          label: t('kit.import.line'),
          heading: true,
          cell: (one) => t('kit.import.lineNumber', { lineNumber: one.line }),
        },
        { label: t('kit.import.column'), cell: (one) => one.column ?? '–' },
        {
          label: t('kit.import.what'),
          cell: (one) => t(one.message),
        },
      ]}
      rows={problems.slice(0, MOST_PROBLEMS)}
    />
  )
}

export function DropTable({ t, action, formKey }: { t: Translate; action: string; formKey: string }) {
  return (
    <form method="post" action={action}>
      <HiddenKey value={formKey} />
      <Button kind="quiet" icon="delete">
        {t('kit.import.drop')}
      </Button>
    </form>
  )
}
