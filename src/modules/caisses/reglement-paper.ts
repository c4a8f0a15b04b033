import type { CaisseTx } from '../../db/db.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import { paperWords, senderOf } from './letterhead.ts'
import { sayRoundly } from './pages/clauses.tsx'
import { describeReglement } from './rules/describe.ts'
import type { Caisse, ReglementVersion } from './store.ts'

/** Under which others may take up what a caisse publishes. */
export const LICENCE = {
  nom: 'Licence Ouverte 2.0 (Etalab)',
  adresse: 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
} as const

/** A version of the règlement, to print and to hand out. */
export async function reglementPaper(
  tx: CaisseTx,
  caisse: Caisse,
  { validFrom, content, origin, decision }: ReglementVersion,
  at: Date,
): Promise<Paper> {
  const t = paperWords(caisse)
  const title = t('caisses.reglement.titleOn', { month: validFrom })
  const blocks: Block[] = [
    { kind: 'text', text: t(`caisses.reglement.origin.${origin as 'adopted'}`) },
    ...describeReglement(content).flatMap(({ section, clauses }): Block[] => [
      { kind: 'heading', heading: t(`reglement.section.${section}`) },
      { kind: 'list', list: clauses.map(({ key, params }) => sayRoundly(t, key, params)) },
    ]),
    { kind: 'heading', heading: decision.title },
    ...(decision.text ? [{ kind: 'text' as const, text: decision.text }] : []),
    {
      kind: 'text',
      text: t('caisses.reglement.decidedBy', {
        numberText: decision.number,
        day: decision.decided_on,
        bodyText: decision.body,
      }),
    },
    { kind: 'fine', fine: `${t('caisses.reglement.licence')} ${LICENCE.nom}, ${LICENCE.adresse}` },
  ]
  return {
    locale: 'fr',
    title: `${title} – ${caisse.name}`,
    sender: await senderOf(tx, caisse),
    at,
    sheets: [{ title, subtitle: caisse.name, blocks }],
  }
}
