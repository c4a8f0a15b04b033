import type { Context, Hono } from 'hono'
import type { ComponentChildren, VNode } from 'preact'
import { InputError } from '../../kit/gesture.ts'
import { answerForm, freshForm, html, type Fields, type FormState } from '../../kit/http.ts'
import { Form } from '../../kit/ui/form.tsx'
import { callOf, type CaisseEnv } from './web.ts'

// Pages of a caisse that hold several forms.

/** A form that came back, by its name where a page has several. */
export type Sent = { name: string; form: FormState } | null

type ActFormProps = {
  sent: Sent
  /** Which of the page's forms. */
  name: string
  action: string
  labels?: Readonly<Record<string, string>>
  children: ComponentChildren
}

export function ActForm({ sent, name, action, labels, children }: ActFormProps) {
  const { key, issues, typed } = sent?.name === name ? sent.form : freshForm()
  return (
    <Form action={action} idempotencyKey={key} issues={issues} typed={typed} {...(labels && { labels })}>
      {children}
    </Form>
  )
}

type FormAt<A> = {
  act: (c: Context<CaisseEnv>, fields: Fields, call: ReturnType<typeof callOf>) => Promise<A>
  done: (c: Context<CaisseEnv>, answer: A) => string
  /** The page that the form stands on, and its address. */
  page: (c: Context<CaisseEnv>, sent: Sent) => Promise<VNode>
  home: (c: Context<CaisseEnv>) => string
  name?: string
}

/** A form's address; whoever comes there without the form (another language, a way back) goes to its page. */
export function formAt<A>(
  web: Hono<CaisseEnv>,
  path: string,
  { act, done, page, home, name = path }: FormAt<A>,
): void {
  web.get(path, (c) => c.redirect(home(c), 303))
  web.post(path, (c) =>
    answerForm(c, {
      act: (fields, key) => act(c, fields, callOf(c, key)),
      done: (answer) => done(c, answer),
      again: (form) => page(c, { name, form }),
    }),
  )
}

export const showing =
  (page: (c: Context<CaisseEnv>, sent: Sent) => Promise<VNode>) => async (c: Context<CaisseEnv>) =>
    html(await page(c, null))

/** Runs an action whose fields have other names in the form. */
export async function named<A>(names: (field: string) => string, act: () => Promise<A>): Promise<A> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    throw new InputError(error.issues.map(({ field, message }) => ({ field: names(field), message })))
  }
}
