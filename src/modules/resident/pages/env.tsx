import type { Context, MiddlewareHandler } from 'hono'
import { actorOf, html } from '../../../kit/http.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { householdOf, type OwnHousehold } from '../../people/store/own-household.ts'

const owners = new WeakMap<Request, OwnHousehold>()

/** The household whose pages these are; `readOwn` found it. */
export function ownOf(c: Context<CaisseEnv>): OwnHousehold {
  const own = owners.get(c.req.raw)
  if (!own) throw new Error('a page of a household stands outside of readOwn')
  return own
}

/** What number and code open: the balance and the history. The rest asks for a sign-in of one's own. */
const BY_NUMBER: readonly string[] = ['/moi', '/moi/historique']

/** The household of whoever looks; without one, or by number alone, the page says what to do. */
export const readOwn: MiddlewareHandler<CaisseEnv> = async (c, next) => {
  const actor = actorOf(c)
  const own = await read(c, (tx) => householdOf(tx, actor, c.get('today')))
  const page = c.req.path.slice(hrefOf(c, '').length)
  if (!own) return html(<NotInHousehold c={c} />, BY_NUMBER.includes(page) ? 200 : 404)
  if (actor.kind === 'number' && !BY_NUMBER.includes(page)) return html(<NeedsOwnSignIn c={c} />, 403)
  owners.set(c.req.raw, own)
  await next()
}

/** An address of the caisse: `/moi/foyer`. */
export const hrefOf = (c: Context<CaisseEnv>, path: string): string => `/c/${c.get('caisse').slug}${path}`

function NotInHousehold({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  return (
    <PersonPage {...personFrame(c)} places={[]} title={t('resident.none.title')}>
      <EmptyState title={t('resident.none.next')} icon="household">
        <p>{t('resident.none.text')}</p>
      </EmptyState>
    </PersonPage>
  )
}

function NeedsOwnSignIn({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  return (
    <PersonPage {...personFrame(c)} title={t('resident.number.title')} lead={t('resident.number.lead')}>
      <p>{t('resident.number.desk')}</p>
      <p>{t('resident.number.mail')}</p>
      <Actions>
        <LinkButton kind="primary" href={hrefOf(c, '/moi')} icon="back">
          {t('resident.number.back')}
        </LinkButton>
      </Actions>
    </PersonPage>
  )
}
