import type { Context, Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import type { Role } from '../../../kit/actor.ts'
import { InputError } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, type Fields, type FormState } from '../../../kit/http.ts'
import type { MessageKey } from '../../../kit/i18n/translate.ts'
import { addMonths, DayValue, monthOf, MonthValue, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Form } from '../../../kit/ui/form.tsx'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage, type DeskPageProps } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, mayHere, type CaisseEnv } from '../../caisses/web.ts'

export const HOME = '/c/:slug/tresorerie'

const TABS = [
  { path: '', label: 'closing.tab.todo' },
  { path: '/cotisations', label: 'closing.tab.dues' },
  { path: '/especes', label: 'closing.tab.cash' },
  { path: '/banque', label: 'closing.tab.bank' },
  { path: '/remboursements', label: 'closing.tab.outlets' },
  { path: '/subventions', label: 'closing.tab.grants' },
  { path: '/clotures', label: 'closing.tab.closings' },
] as const satisfies readonly { path: string; label: MessageKey }[]

/** Pages that say what each household contributes, by cheque, in cash or otherwise. */
export const NAMED = ['/cotisations', '/recettes', '/especes', '/remises'] as const

/** An administrator looks after the software and signs; how much a household gives is not theirs to read. */
export const CONTRIBUTION_READERS: readonly Role[] = ['coordinator', 'treasurer']

export type TreasuryTab = (typeof TABS)[number]['path']

export const hrefIn = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/tresorerie${path}`

/** A form that came back, by its name where a page has several. */
export type Sent = { name: string; form: FormState } | null

type TreasuryPageProps = Pick<DeskPageProps, 'title' | 'lead' | 'breadcrumb' | 'actions' | 'notice'> & {
  c: Context<CaisseEnv>
  tab: TreasuryTab
  sent?: Sent
  children: ComponentChildren
}

/** A page of the treasury: its places at the top, and why the last form was refused. */
export function TreasuryPage({ c, tab, sent, notice, children, ...page }: TreasuryPageProps) {
  const t = c.get('t')
  const refusal = sent?.form.refusal
  const namesToo = mayHere(c, CONTRIBUTION_READERS)
  const open = TABS.filter(({ path }) => namesToo || !(NAMED as readonly string[]).includes(path))
  const tabs = open.map(({ path, label }) => ({
    href: hrefIn(c, path),
    label: t(label),
    current: path === tab,
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/tresorerie')}
      {...page}
      notice={refusal ? <Notice tone="refusal" title={t(refusal)} /> : notice}
    >
      <Tabs label={t('closing.tab.label')} tabs={tabs} wrap />
      {children}
    </DeskPage>
  )
}

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
  page: (c: Context<CaisseEnv>, sent: Sent) => Promise<preact.VNode>
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
  (page: (c: Context<CaisseEnv>, sent: Sent) => Promise<preact.VNode>) => async (c: Context<CaisseEnv>) =>
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

/** The month of an address; what is none of ours is not there. */
export function monthInPath(c: Context<CaisseEnv>): Month {
  const asked = MonthValue.safeParse(c.req.param('month'))
  if (!asked.success) throw new Refusal('unknown_closing', {}, 404)
  return asked.data
}

export const monthAsked = (c: Context<CaisseEnv>): Month =>
  MonthValue.safeParse(c.req.query('mois')).data ?? monthOf(c.get('today'))

export const dayAsked = (c: Context<CaisseEnv>, name: string): Day | undefined =>
  DayValue.safeParse(c.req.query(name)).data

/** The months one may look at in a list: a year back, and the next. */
export const monthsAround = (c: Context<CaisseEnv>): { from: Month; to: Month } => {
  const current = monthOf(c.get('today'))
  return { from: addMonths(current, -13), to: addMonths(current, 1) }
}

/** Whole numbers ticked as `name.3`. */
export const tickedNumbers = (fields: Fields, name: string): number[] =>
  Object.keys(fields)
    .filter((field) => field.startsWith(`${name}.`))
    .map((field) => Number(field.slice(name.length + 1)))
    .filter(Number.isSafeInteger)

/** Ids ticked as `name.<id>`, in the order of the form. */
export const tickedIds = (fields: Fields, name: string): string[] =>
  Object.keys(fields)
    .filter((field) => field.startsWith(`${name}.`))
    .map((field) => field.slice(name.length + 1))
