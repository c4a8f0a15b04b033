import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { Role } from '../../../kit/actor.ts'
import type { PageMeta, PageProps } from '../../../kit/ui/document.tsx'
import type { Link } from '../../../kit/ui/navigation.tsx'
import { DeskPage, PersonPage, PublicPage } from '../../../kit/ui/pages.tsx'
import { deskFrame, mayHere, personFrame, publicFrame, type CaisseEnv } from '../web.ts'

const DESK_ROLES: readonly Role[] = ['committee_member', 'coordinator', 'treasurer', 'administrator']

/** By their own sign-in, or by number and code. */
function isResidentHere(c: Context<CaisseEnv>): boolean {
  const actor = c.get('actor')
  if (actor?.kind === 'number') return actor.caisseId === c.get('caisse').id
  return mayHere(c, ['resident'])
}

type CaissePageProps = Pick<PageProps, 'title' | 'heading' | 'lead' | 'notice'> & {
  c: Context<CaisseEnv>
  current: '/reglement' | '/lieux' | '/agenda' | '/calendrier' | '/documents' | '/groupes' | '/recherche'
  meta?: Partial<PageMeta>
  breadcrumb?: readonly Link[]
  /** Beside the heading at the desk, under it elsewhere. */
  actions?: ComponentChildren
  wide?: boolean
  children: ComponentChildren
}

/** A page that everyone may read: whoever has pages of their own here finds it among them. */
export function CaissePage({ c, current, wide = false, meta, actions, children, ...page }: CaissePageProps) {
  if (mayHere(c, DESK_ROLES))
    return (
      <DeskPage
        {...deskFrame(c, current === '/calendrier' ? '/agenda' : current)}
        {...page}
        actions={actions}
      >
        {children}
      </DeskPage>
    )
  const body = (
    <>
      {actions && <div class="actions">{actions}</div>}
      {children}
    </>
  )
  if (isResidentHere(c)) {
    const place = current === '/lieux' ? current : undefined
    return (
      <PersonPage {...personFrame(c, place)} {...page}>
        {body}
      </PersonPage>
    )
  }
  const frame = publicFrame(c, current === '/groupes' ? '/participer' : current)
  return (
    <PublicPage {...frame} {...page} meta={{ ...frame.meta, ...meta }} wide={wide}>
      {body}
    </PublicPage>
  )
}
