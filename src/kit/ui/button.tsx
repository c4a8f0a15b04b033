import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Refusal } from '../refusal.ts'
import { Icon, type IconName } from './icon.tsx'
import { useWords } from './words.tsx'

type Look = {
  children: ComponentChildren
  /** One primary a page; `danger` undoes or stops something. */
  kind?: 'primary' | 'secondary' | 'quiet' | 'danger'
  icon?: IconName
  wide?: boolean
}

export type ButtonProps = Look & {
  type?: 'submit' | 'button' | 'reset'
  name?: string
  value?: string
  disabled?: boolean
  /** Why it cannot be done now: greys the button and says so beside it. */
  refusal?: Refusal | null
  /** Another address for this button of the form. */
  formAction?: string
  /** The form it sends, where it stands outside. */
  form?: string
}

const look = ({ kind = 'secondary', wide }: Look): string =>
  `button button-${kind}${wide ? ' button-wide' : ''}`

export function Button(props: ButtonProps) {
  const { children, icon, type = 'submit', name, value, disabled, refusal, formAction, form } = props
  const t = useWords()
  const reasonId = useId()
  const button = (
    <button
      class={look(props)}
      type={type}
      name={name}
      value={value}
      form={form}
      formAction={formAction}
      disabled={(disabled ?? false) || Boolean(refusal)}
      aria-describedby={refusal ? reasonId : undefined}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
  if (!refusal) return button
  return (
    <span class="button-refused">
      {button}
      <span class="button-reason" id={reasonId}>
        <Icon name="refusal" size="small" />
        {t(refusal)}
      </span>
    </span>
  )
}

export type LinkButtonProps = Look & { href: string; download?: boolean; current?: boolean }

/** Goes somewhere, with the weight of a button. */
export function LinkButton(props: LinkButtonProps) {
  const { children, icon, href, download } = props
  return (
    <a class={look(props)} href={href} download={download}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  )
}

/** The buttons of a form or a page, the main one first; they stay in reach at the bottom of a phone. */
export function Actions({ children, sticky = false }: { children: ComponentChildren; sticky?: boolean }) {
  return <div class={sticky ? 'actions actions-sticky' : 'actions'}>{children}</div>
}
