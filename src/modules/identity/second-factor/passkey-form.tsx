import type { ComponentChildren } from 'preact'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { fieldId, Form } from '../../../kit/ui/form.tsx'
import { Island } from '../../../kit/ui/island.tsx'
import { PasskeyButton } from '../../../kit/ui/passkey-button.tsx'
import type { entryOptions } from './passkeys.ts'

export type EntryOptions = Awaited<ReturnType<typeof entryOptions>>

/** A form that the phone's or the computer's own passkey fills in; needs the page's script. */
export function PasskeyForm(props: {
  action: string
  /** What the authenticator is asked, made by the server. */
  options: object
  label: string
  t: Translate
  register?: boolean
  primary?: boolean
  children?: ComponentChildren
}) {
  const { action, options, label, t, register = false, primary = false, children } = props
  const button = {
    options,
    fieldId: fieldId('answer'),
    label,
    unsupportedText: t('identity.passkey.unsupported'),
    failedText: t('identity.passkey.failed'),
    primary,
  }
  return (
    <div class="needs-script">
      <Form action={action}>
        <input type="hidden" name="answer" id={fieldId('answer')} />
        {children}
        <Island name={register ? 'passkey-register' : 'passkey-enter'} props={button}>
          <PasskeyButton {...button} />
        </Island>
      </Form>
    </div>
  )
}
