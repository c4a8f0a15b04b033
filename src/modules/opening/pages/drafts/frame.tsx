import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import { Refusal } from '../../../../kit/refusal.ts'
import { Tabs, type Tab } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { deskFrame, read, type CaisseEnv } from '../../../caisses/web.ts'
import { findDraft, type Draft } from '../../store/drafts.ts'

export async function draftOf(c: Context<CaisseEnv>): Promise<Draft> {
  const draft = await read(c, (tx) => findDraft(tx, c.req.param('draft')!))
  if (!draft || draft.status === 'dropped') throw new Refusal('unknown_draft', {}, 404)
  return draft
}

export const draftHref = (c: Context<CaisseEnv>, draft: Pick<Draft, 'id'>): string =>
  `/c/${c.get('caisse').slug}/projets-de-reglement/${draft.id}`

const TABS = ['sortes', '', 'effet', 'adoption'] as const
const TAB_LABELS = { sortes: 'kinds', '': 'fields', effet: 'effect', adoption: 'adoption' } as const

/** Around the four pages of a draft: what it is called, and the way from one to the next. */
export function DraftPage({
  c,
  draft,
  tab,
  title,
  lead,
  notice,
  children,
}: {
  c: Context<CaisseEnv>
  draft: Draft
  tab: (typeof TABS)[number]
  title: string
  lead?: ComponentChildren
  notice?: ComponentChildren
  children: ComponentChildren
}) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const href = draftHref(c, draft)
  const tabs: Tab[] = TABS.map((one) => ({
    href: one === '' ? href : `${href}/${one}`,
    label: t(`draft.tab.${TAB_LABELS[one]}`),
    current: one === tab,
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/reglement')}
      title={title}
      lead={lead}
      notice={notice}
      breadcrumb={[
        { href: `/c/${slug}/projets-de-reglement`, label: t('draft.nav') },
        { href, label: draft.name },
      ]}
    >
      <Tabs label={draft.name} tabs={tabs} />
      {children}
    </DeskPage>
  )
}
