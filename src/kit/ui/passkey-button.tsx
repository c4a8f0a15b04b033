import { useEffect, useState } from 'preact/hooks'

/** Asks the phone, the computer or the key, and gives its answer as text. */
export type Ask = (options: unknown) => Promise<string>

export type PasskeyButtonProps = {
  /** What the browser's own function takes, made by the server. */
  options: unknown
  /** The hidden field that carries the answer to the server. */
  fieldId: string
  label: string
  /** Said where the browser knows no passkeys. */
  unsupportedText: string
  /** Said when nothing came back. */
  failedText: string
  primary?: boolean
}

/** Lives in the islands `passkey-enter` and `passkey-register`, which differ by what they ask. */
export function PasskeyButton(props: PasskeyButtonProps & { ask?: Ask }) {
  const { options, fieldId, label, unsupportedText, failedText, primary, ask } = props
  const [state, setState] = useState<'ready' | 'asking' | 'failed' | 'unsupported'>('ready')
  useEffect(() => {
    if (!('PublicKeyCredential' in window)) setState('unsupported')
  }, [])
  const start = async () => {
    if (!ask) return
    setState('asking')
    try {
      const field = document.getElementById(fieldId) as HTMLInputElement
      field.value = await ask(options)
      field.form!.requestSubmit()
    } catch {
      setState('failed')
    }
  }
  return (
    <div class="stack">
      <button
        type="button"
        class={`button button-${primary ? 'primary' : 'secondary'}`}
        disabled={state === 'asking' || state === 'unsupported'}
        onClick={() => void start()}
      >
        {label}
      </button>
      <p class="soft" role="status">
        {state === 'failed' ? failedText : state === 'unsupported' ? unsupportedText : ''}
      </p>
    </div>
  )
}
