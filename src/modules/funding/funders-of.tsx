import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Day } from '../../kit/month.ts'
import { fundersFor, publicFunders, type Mention } from './store.ts'

export type Funders = { mentions: Mention[]; grants: { funder: string; purpose: string }[] }

/** What the public site says of funders: the words and logos they ask for, and what signed grants are for. */
export async function readFunders(tx: CaisseTx, day: Day): Promise<Funders> {
  return { mentions: await fundersFor(tx, 'site', day), grants: await publicFunders(tx, day) }
}

export function FundersOf({ t, slug, funders }: { t: Translate; slug: string; funders: Funders }) {
  const { mentions, grants } = funders
  if (mentions.length + grants.length === 0) return null
  return (
    <section class="stack">
      <h2>{t('funding.mentions.thanks')}</h2>
      {mentions.length > 0 && (
        <ul class="funders">
          {mentions.map(({ id, funder, mention, website, logo, logoAlt }) => (
            <li key={id}>
              {logo && <img class="funder-logo" src={`/c/${slug}/financeurs/${id}/logo`} alt={logoAlt} />}
              <p>
                {mention}{' '}
                {website && (
                  <a href={website} rel="noopener">
                    {funder}
                  </a>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
      {grants.length > 0 && (
        <ul>
          {grants.map(({ funder, purpose }) => (
            <li key={`${funder} ${purpose}`}>{purpose === '' ? funder : `${funder} – ${purpose}`}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
