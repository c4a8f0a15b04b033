import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { Role } from '../../../kit/actor.ts'
import type { Fields } from '../../../kit/http.ts'
import type { MessageKey } from '../../../kit/i18n/translate.ts'
import { addMonths, DayValue, monthOf, MonthValue, type Day, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage, type DeskPageProps } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import type { Sent } from '../../caisses/forms.tsx'
import { deskFrame, mayHere, type CaisseEnv } from '../../caisses/web.ts'

export { ActForm, formAt, named, showing, type Sent } from '../../caisses/forms.tsx'

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
