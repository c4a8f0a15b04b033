import type { Context } from 'hono'
import type { ComponentChildren, VNode } from 'preact'
import type { Role } from '../../../kit/actor.ts'
import type { FormState } from '../../../kit/http.ts'
import { DeskPage, type DeskPageProps } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { deskFrame, mayHere, type CaisseEnv } from '../../caisses/web.ts'
import type { Household } from '../../people/store/households.ts'

/** Files of persons are for the desk; each reading of one is noted. */
export const DESK: readonly Role[] = ['coordinator', 'administrator']

/** How much a household gives: for itself, coordination and treasury. */
const CONTRIBUTION_READERS: readonly Role[] = ['coordinator', 'treasurer']

export const readsContributions = (c: Context<CaisseEnv>): boolean => mayHere(c, CONTRIBUTION_READERS)

export const FILE = '/c/:slug/foyers/:household{[0-9a-f-]{36}}'

export const fileHref = (c: Context<CaisseEnv>, more = ''): string =>
  `/c/${c.get('caisse').slug}/foyers/${c.req.param('household')}${more}`

type HouseholdPageProps = Pick<DeskPageProps, 'title' | 'lead' | 'actions' | 'notice'> & {
  c: Context<CaisseEnv>
  household: Pick<Household, 'id' | 'name'>
  form?: FormState
  /** Between the file and this page; null on the file itself. */
  trail?: DeskPageProps['breadcrumb'] | null
  children: ComponentChildren
}

/** A page about one household, reached from its file; says why its form was refused. */
export function HouseholdPage({
  c,
  household,
  form,
  trail = [],
  notice,
  children,
  ...page
}: HouseholdPageProps): VNode {
  const t = c.get('t')
  const list = `/c/${c.get('caisse').slug}/foyers`
  return (
    <DeskPage
      {...deskFrame(c, '/foyers')}
      {...page}
      breadcrumb={[
        { href: list, label: t('desk.nav') },
        ...(trail === null ? [] : [{ href: `${list}/${household.id}`, label: household.name }, ...trail]),
      ]}
      notice={form?.refusal ? <Notice tone="refusal" title={t(form.refusal)} /> : notice}
    >
      {children}
    </DeskPage>
  )
}
