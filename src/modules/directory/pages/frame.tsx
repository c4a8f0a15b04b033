import type { Context, MiddlewareHandler } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import type { Role } from '../../../kit/actor.ts'
import type { FormState } from '../../../kit/http.ts'
import type { Option } from '../../../kit/ui/inputs.tsx'
import { Tabs, type Link } from '../../../kit/ui/navigation.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { listTerritories } from '../../caisses/store.ts'
import { deskFrame, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { findPairs, type Pair } from '../rules/duplicates.ts'
import { allCards } from '../store/book.ts'
import { apartPairs } from '../store/merge.ts'

/** Who keeps the address book. */
export const SEES: readonly Role[] = ['coordinator', 'administrator']

export const HOME = '/c/:slug/annuaire'

export const onlyKeepers: MiddlewareHandler<CaisseEnv> = async (c, next) => {
  requireRole(c, SEES)
  await next()
}

export const hrefOf = (c: Context<CaisseEnv>, path = ''): string =>
  `/c/${c.get('caisse').slug}/annuaire${path}`

export const trailOf = (c: Context<CaisseEnv>, ...more: Link[]): Link[] => [
  { href: hrefOf(c), label: c.get('t')('directory.nav') },
  ...more,
]

/** What a page of the address book starts from: what was refused, or what was just done. */
export function frame(c: Context<CaisseEnv>, form?: FormState, done?: string | false | null) {
  const t = c.get('t')
  return {
    ...deskFrame(c, '/annuaire'),
    notice: form?.refusal ? (
      <Notice tone="refusal" title={t(form.refusal)} />
    ) : (
      done && <Notice tone="success" title={done} />
    ),
  }
}

const VIEWS = ['', '/organisations', '/equipe', '/contacts-publics', '/doublons'] as const
export type View = (typeof VIEWS)[number]

const LABELS = {
  '': 'directory.tabs.people',
  '/organisations': 'directory.tabs.organisations',
  '/equipe': 'directory.tabs.team',
  '/contacts-publics': 'directory.tabs.public',
  '/doublons': 'directory.tabs.duplicates',
} as const satisfies Record<View, string>

export function Views({ c, current, pairs }: { c: Context<CaisseEnv>; current: View; pairs: number }) {
  const t = c.get('t')
  return (
    <Tabs
      label={t('directory.tabs.label')}
      wrap
      tabs={VIEWS.map((view) => ({
        href: hrefOf(c, view),
        label: t(LABELS[view]),
        current: view === current,
        ...(view === '/doublons' && { count: pairs }),
      }))}
    />
  )
}

export const findDuplicates = async (tx: CaisseTx, today: string): Promise<Pair[]> =>
  findPairs(await allCards(tx, today), await apartPairs(tx))

/** Territories to choose from, after a word for none of them. */
export async function territoryOptions(tx: CaisseTx, none: string): Promise<Option[]> {
  const territories = await listTerritories(tx)
  return [{ value: '', label: none }, ...territories.map(({ id, name }) => ({ value: id, label: name }))]
}

export const isId = (text: string | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '')

export const oneOf = <T extends string>(words: readonly T[], text: string | undefined): T | undefined =>
  words.find((word) => word === text)

/** One person's card. */
export const CARD = `${HOME}/personnes/:contact{[0-9a-f-]{36}}` as const

export const cardHref = (c: Context<CaisseEnv>, done = ''): string =>
  hrefOf(c, `/personnes/${c.req.param('contact')}${done && `?fait=${done}`}`)

/** A card in the trail that leads to a page about it. */
export const cardTitle = (c: Context<CaisseEnv>, { id, name }: { id: string; name: string }): Link => ({
  href: hrefOf(c, `/personnes/${id}`),
  label: name,
})
