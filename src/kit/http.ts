import type { Context, Env } from 'hono'
import type { VNode } from 'preact'
import { v7 as uuid } from 'uuid'
import type { Actor } from './actor.ts'
import type { App } from './app.ts'
import { InputError, isKeepable, withoutUnkeepable } from './gesture.ts'
import type { Translate } from './i18n/translate.ts'
import { Refusal } from './refusal.ts'
import { renderPage } from './ui/document.tsx'
import { KEY_FIELD, type Issue, type Typed } from './ui/form.tsx'

/** What every request knows. */
export type PageEnv = {
  Variables: {
    app: App
    t: Translate
    /** Who is signed in, or null. */
    actor: Actor | null
    /** Where this answer needs another content policy than all pages: by directive. */
    contentPolicy?: ContentPolicy
  }
}

type ContentPolicy = Partial<Record<'frame-src' | 'frame-ancestors' | 'style-src', string>>

export const html = (page: VNode, status: 200 | 400 | 403 | 404 | 409 | 422 | 429 | 503 = 200): Response =>
  new Response(renderPage(page), { status, headers: { 'content-type': 'text/html; charset=utf-8' } })

/** A file to keep or to print. */
export const fileAnswer = (bytes: Uint8Array, type: string, name: string): Response =>
  new Response(new Uint8Array(bytes), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  })

/** Who acts on a page behind the session guard. */
export function actorOf<E extends PageEnv>(c: Context<E>): Actor {
  const actor = c.get('actor')
  if (!actor) throw new Refusal('not_signed_in', {}, 401)
  return actor
}

/** What a form brings back to be shown again: what was typed, what to correct, or why it was refused. */
export type FormState = {
  key: string
  typed: Typed
  issues: readonly Issue[]
  refusal: Refusal | null
}

/** A form that nobody has sent yet. */
export const freshForm = (): FormState => ({ key: uuid(), typed: {}, issues: [], refusal: null })

export type Fields = Readonly<Record<string, FormDataEntryValue | undefined>>

/** What was typed in a field; a file or nothing reads as empty. */
export function textField(fields: Fields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

export type SentFile = { name: string; bytes: Uint8Array<ArrayBuffer> }

/** A file that was chosen in a field; null where none was. */
export async function sentFile(fields: Fields, name = 'file'): Promise<SentFile | null> {
  const file = fields[name]
  if (!(file instanceof File) || file.size === 0) return null
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
}

/** The same, asked for at its field. */
export async function requiredFile(fields: Fields, name = 'file'): Promise<SentFile> {
  const file = await sentFile(fields, name)
  if (!file) throw new InputError([{ field: name, message: 'required' }])
  return file
}

/**
 * A POST: reads the form, acts, then redirects; what cannot be read or is refused shows the page again
 * with all that was typed. Codes are never sent back.
 */
export async function answerForm<E extends Env, A>(
  c: Context<E>,
  {
    act,
    done,
    again,
    secret = [],
  }: {
    act: (fields: Fields, key: string) => Promise<A>
    /** Where to go next. */
    done: (answer: A) => string | Response
    again: (form: FormState) => Promise<VNode> | VNode
    /** Fields that are never written into a page. */
    secret?: readonly string[]
  },
): Promise<Response> {
  const fields: Fields = Object.fromEntries(await readFields(c))
  const key = textField(fields, KEY_FIELD)
  try {
    refuseUnkeepable(fields)
    const next = done(await act(fields, key))
    return typeof next === 'string' ? c.redirect(next, 303) : next
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof InputError) || isSignInNeeded(error)) throw error
    const typed = Object.fromEntries(
      Object.entries(fields)
        .filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string' && !secret.includes(entry[0]),
        )
        .map(([name, text]) => [name, withoutUnkeepable(text)]),
    )
    const refusal = error instanceof Refusal ? error : null
    const issues = error instanceof InputError ? error.issues : []
    // The correction is another request: it gets a key of its own.
    const page = await again({ key: uuid(), typed, issues, refusal })
    return html(page, refusal ? pageStatus(refusal.status) : 422)
  }
}

/** Told at the form's own field, before any action gives the field another name. */
function refuseUnkeepable(fields: Fields): void {
  const issues = Object.entries(fields)
    .filter(([, value]) => !isKeepable(typeof value === 'string' ? value : (value?.name ?? '')))
    .map(([field]) => ({ field, message: 'unkeepable' }))
  if (issues.length > 0) throw new InputError(issues)
}

/** Answered by another page than the form. */
const isSignInNeeded = (error: Error): boolean =>
  error instanceof Refusal && ['not_signed_in', 'second_factor_needed'].includes(error.code)

async function readFields<E extends Env>(c: Context<E>): Promise<[string, FormDataEntryValue][]> {
  try {
    return [...(await c.req.formData()).entries()]
  } catch {
    throw new Refusal('unreadable_form', {}, 400)
  }
}

/** The HTTP status of a refusal's page. */
export function pageStatus(status: number): 400 | 403 | 404 | 409 | 422 | 429 | 503 {
  const known = [400, 403, 404, 409, 422, 429, 503] as const
  return known.find((each) => each === status) ?? 422
}
