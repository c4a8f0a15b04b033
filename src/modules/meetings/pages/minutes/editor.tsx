import { useEffect, useRef, useState } from 'preact/hooks'

export type EditorWords = {
  label: string
  hint: string
  save: string
  finish: string
  saved: string
  saving: string
  unsaved: string
  aside: string
  join: string
  found: string
  takeBack: string
}

export type EditorProps = {
  action: string
  /** Where each pause of the writer is saved. */
  saveAs: string
  /** Where two texts are joined; the id of the one beside is added. */
  joinAt: string
  sectionId: string
  keyValue: string
  base: number
  body: string
  words: EditorWords
}

type State = 'saved' | 'saving' | 'unsaved' | 'aside'

const PAUSE = 1200

/** A section being written: a form with a button, and with JavaScript saved at each pause. */
export function MinutesEditor(props: EditorProps) {
  const { action, saveAs, joinAt, sectionId, keyValue, words } = props
  const [body, setBody] = useState(props.body)
  const [base, setBase] = useState(props.base)
  const [state, setState] = useState<State>('saved')
  const [asideId, setAsideId] = useState<string | null>(null)
  const [found, setFound] = useState<string | null>(null)
  const now = useRef({ body, base, saved: props.body, asideId: '', busy: false })
  const drawer = `tablee-minutes-${sectionId}`

  useEffect(() => {
    const kept = sessionStorage.getItem(drawer)
    if (kept !== null && kept !== props.body) setFound(kept)
  }, [])

  async function save() {
    const it = now.current
    if (it.busy || it.body === it.saved) return
    it.busy = true
    const sent = it.body
    setState((before) => (before === 'aside' ? before : 'saving'))
    try {
      const form = new FormData()
      form.set('key', crypto.randomUUID())
      form.set('base', String(it.base))
      form.set('body', sent)
      form.set('asideId', it.asideId)
      const answer = await fetch(saveAs, { method: 'POST', body: form, keepalive: sent.length < 30_000 })
      if (!answer.ok) throw new Error(String(answer.status))
      const told = (await answer.json()) as {
        state: 'saved' | 'aside'
        version: number
        asideId: string | null
      }
      it.saved = sent
      if (told.state === 'saved') {
        it.base = told.version
        setBase(told.version)
      }
      it.asideId = told.asideId ?? ''
      setAsideId(told.asideId)
      setState(it.body === sent ? told.state : 'unsaved')
      if (it.body === sent) sessionStorage.removeItem(drawer)
    } catch {
      setState('unsaved')
    } finally {
      it.busy = false
    }
  }

  useEffect(() => {
    now.current.body = body
    if (body === now.current.saved) return undefined
    sessionStorage.setItem(drawer, body)
    const later = setTimeout(() => void save(), PAUSE)
    return () => clearTimeout(later)
  }, [body])

  useEffect(() => {
    const leave = () => void save()
    const again = setInterval(leave, 10_000)
    document.addEventListener('visibilitychange', leave)
    return () => {
      clearInterval(again)
      document.removeEventListener('visibilitychange', leave)
    }
  }, [])

  const write = (text: string) => {
    setBody(text)
    setState((before) => (before === 'aside' ? before : 'unsaved'))
  }

  return (
    <form method="post" action={action} class="form">
      <input type="hidden" name="key" value={keyValue} />
      <input type="hidden" name="base" value={base} />
      <input type="hidden" name="asideId" value={asideId ?? ''} />
      {found !== null && (
        <p class="notice notice-info">
          {words.found}{' '}
          <button
            type="button"
            class="button button-secondary"
            onClick={() => {
              write(found)
              setFound(null)
            }}
          >
            {words.takeBack}
          </button>
        </p>
      )}
      <div class="field">
        <label for="field-body" class="field-label">
          {words.label}
        </label>
        <p class="field-hint" id="field-body-hint">
          {words.hint}
        </p>
        <textarea
          class="input minutes-text"
          id="field-body"
          name="body"
          rows={16}
          aria-describedby="field-body-hint"
          value={body}
          onInput={(event) => write(event.currentTarget.value)}
          onBlur={() => void save()}
        />
      </div>
      <p class="soft minutes-state" role="status">
        {words[state]}
        {state === 'aside' && asideId !== null && (
          <>
            {' '}
            <a href={`${joinAt}/${asideId}`}>{words.join}</a>
          </>
        )}
      </p>
      <div class="actions">
        <button class="button button-primary" name="putDown" value="yes">
          {words.finish}
        </button>
        <button class="button button-secondary" name="putDown" value="">
          {words.save}
        </button>
      </div>
    </form>
  )
}
