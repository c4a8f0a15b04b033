import type { Context } from 'hono'
import type { ComponentChildren, VNode } from 'preact'
import type { FormState } from '../../../../kit/http.ts'
import { LinkButton } from '../../../../kit/ui/button.tsx'
import { Tabs, type Link } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Notice } from '../../../../kit/ui/parts.tsx'
import { deskFrame, type CaisseEnv } from '../../../caisses/web.ts'

const TABS = ['pages', 'news', 'figures', 'settings'] as const
export type Tab = (typeof TABS)[number]

const PATHS: Record<Tab, string> = {
  pages: '/site',
  news: '/site/actualites',
  figures: '/site/chiffres',
  settings: '/site/reglages',
}

type SitePageProps = {
  c: Context<CaisseEnv>
  tab: Tab
  title: string
  lead?: string
  form?: FormState | undefined
  done?: string | undefined
  breadcrumb?: readonly Link[]
  actions?: ComponentChildren
  children: ComponentChildren
}

/** The team's pages about the site, under one row of tabs. */
export function SiteDesk({ c, tab, form, done, children, actions, ...page }: SitePageProps): VNode {
  const t = c.get('t')
  const home = `/c/${c.get('caisse').slug}`
  return (
    <DeskPage
      {...deskFrame(c, '/site')}
      {...page}
      notice={
        form?.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={done} />
        )
      }
      actions={
        actions ?? (
          <LinkButton href={home} icon="external">
            {t('site.desk.see')}
          </LinkButton>
        )
      }
    >
      <Tabs
        wrap
        label={t('site.desk.tab.label')}
        tabs={TABS.map((each) => ({
          href: home + PATHS[each],
          label: t(`site.desk.tab.${each}`),
          current: each === tab,
        }))}
      />
      {children}
    </DeskPage>
  )
}
