import type { VNode } from 'preact'
import type { CaisseId } from '../../db/db.ts'
import { ROLES, type Actor } from '../../kit/actor.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import { Account } from '../../kit/ui/account.tsx'
import { Icon } from '../../kit/ui/icon.tsx'

/** Who is signed in, what they are in the caisse, the way to their other roles, and the way out. */
export function accountOf(t: Translate, actor: Actor | null, caisseId: CaisseId): VNode | undefined {
  const signOut = { action: '/deconnexion', label: t('app.signOut') }
  if (actor?.kind === 'number') return <Account name={actor.name} signOut={signOut} />
  if (actor?.kind !== 'account') return undefined
  const here = new Set(actor.grants.filter((grant) => grant.caisseId === caisseId).map((grant) => grant.role))
  return (
    <Account
      name={actor.name}
      role={ROLES.filter((role) => here.has(role))
        .map((role) => t(`identity.role.${role}`))
        .join(', ')}
      links={[
        ...(actor.grants.length > 1 ? [{ href: '/accueil', label: t('identity.account.change') }] : []),
        { href: '/mon-acces', label: t('identity.account.access') },
      ]}
      signOut={signOut}
    />
  )
}

/** On pages for everyone: the way in, or to one's own pages. */
export function wayIn(t: Translate, actor: Actor | null): VNode {
  const [href, label] =
    actor?.kind === 'account' || actor?.kind === 'number'
      ? (['/accueil', t('identity.account.mine')] as const)
      : (['/connexion', t('app.signIn')] as const)
  return (
    <a class="way-in" href={href}>
      <Icon name={actor ? 'person' : 'signIn'} size="small" />
      {label}
    </a>
  )
}
