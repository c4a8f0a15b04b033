import type { Context } from 'hono'
import { DefinitionList } from '../../../kit/ui/parts.tsx'
import { readableSiren } from '../../caisses/letterhead.ts'
import { findOrganisation } from '../../caisses/store.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { siteSetting } from '../store/settings.ts'

export const legalFacts = (c: Context<CaisseEnv>) =>
  read(c, async (tx) => ({
    organisation: await findOrganisation(tx, c.get('caisse').organisation_id),
    setting: await siteSetting(tx),
  }))

export function LegalFacts({
  c,
  facts,
}: {
  c: Context<CaisseEnv>
  facts: Awaited<ReturnType<typeof legalFacts>>
}) {
  const t = c.get('t')
  const { organisation, setting } = facts
  const untold = t('site.legal.untold')
  return (
    <DefinitionList
      items={[
        { term: t('site.legal.publisher'), value: organisation?.legal_name ?? untold },
        ...(organisation?.siren ? [{ term: 'SIREN', value: readableSiren(organisation.siren) }] : []),
        { term: t('site.legal.address'), value: organisation?.address || untold },
        { term: t('site.legal.director'), value: setting.director || untold },
        {
          term: t('site.legal.host'),
          value: [setting.hostName, setting.hostAddress].filter(Boolean).join(', ') || untold,
        },
      ]}
    />
  )
}
