import { createContext, type ComponentChildren } from 'preact'
import { useContext } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { useWords } from './words.tsx'

/** What could not be read, as `InputError` of `kit/gesture.ts` lists it. */
export type Issue = { readonly field: string; readonly message: string }

/** What the person had typed, by field name, so that nothing has to be typed twice. */
export type Typed = Readonly<Record<string, string | undefined>>

const Filling = createContext<{ issues: readonly Issue[]; typed: Typed }>({ issues: [], typed: {} })

/** The message and the text that came back for a field. */
export function useFilling(name: string): { error: string | undefined; typed: string | undefined } {
  const t = useWords()
  const { issues, typed } = useContext(Filling)
  const issue = issues.find(({ field }) => field === name)
  return { error: issue && t.issue(issue.message), typed: typed[name] }
}

export const fieldId = (name: string): string => `field-${name}`

export type FormProps = {
  children: ComponentChildren
  action?: string
  /** `get` for searches and filters: no key, and the address can be shared. */
  method?: 'post' | 'get'
  /** Makes a repeated sending harmless; every POST carries one (UUIDv7 from `app.newId()`). */
  idempotencyKey?: string
  issues?: readonly Issue[]
  typed?: Typed
  /** Field names in words, for the summary of what to correct. */
  labels?: Readonly<Record<string, string>>
  /** Lists what to correct at the top; left out where the whole form fits one look. */
  summary?: boolean
  files?: boolean
  id?: string
}

/** A form that works without JavaScript; its fields find their message and their typed text by name. */
export function Form(props: FormProps) {
  const {
    children,
    action,
    method = 'post',
    idempotencyKey,
    issues = [],
    typed = {},
    labels,
    summary = true,
    files,
    id,
  } = props
  return (
    <Filling.Provider value={{ issues, typed }}>
      <form
        class="form"
        id={id}
        method={method}
        action={action}
        enctype={files ? 'multipart/form-data' : undefined}
      >
        {idempotencyKey && <HiddenKey value={idempotencyKey} />}
        {summary && <FormErrors issues={issues} {...(labels && { labels })} />}
        {children}
      </form>
    </Filling.Provider>
  )
}

/** The name under which a form carries its idempotency key. */
export const KEY_FIELD = 'key'

export function HiddenKey({ value }: { value: string }) {
  return <input type="hidden" name={KEY_FIELD} value={value} />
}

/** All that is to be corrected, at the top, each a link to its field; takes the focus. */
export function FormErrors({
  issues,
  labels = {},
}: {
  issues: readonly Issue[]
  labels?: Readonly<Record<string, string>>
}) {
  const t = useWords()
  if (issues.length === 0) return null
  return (
    <div class="notice notice-refusal form-errors" role="alert" tabIndex={-1} autofocus>
      <Icon name="refusal" />
      <div class="notice-body">
        <p class="notice-title">{t('kit.form.errors', { count: issues.length })}</p>
        <ul>
          {issues.map(({ field, message }) => (
            <li key={field}>
              <a href={`#${fieldId(field)}`}>
                {labels[field] && `${labels[field]} – `}
                {t.issue(message)}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
