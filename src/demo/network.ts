import { inCaisse } from '../db/db.ts'
import { SYSTEM } from '../kit/actor.ts'
import { addDays, type Day } from '../kit/month.ts'
import { addKnown, keepPublication } from '../modules/network/actions.ts'
import { listSisters } from '../modules/network/store.ts'
import type { Clock, DemoCaisse } from './stage.ts'

/** What the others do: public facts, each with its source; the webinars are invented. */
export async function seedNetwork(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  clock.set('2024-06-01')
  const call = () => clock.call(caisse.id, SYSTEM)
  await addKnown(call(), {})
  const sisters = await inCaisse(clock.app.db, caisse.id, listSisters)
  const sister = (word: string) =>
    sisters.find(({ name, place }) => name.includes(word) || place.includes(word))!.id
  for (const publication of [
    {
      sisterId: sister('Montpellier'),
      kind: 'review',
      title: 'La caisse commune de Montpellier : ce que disent les premiers mois',
      url: 'https://fondationdefrance.org/fr/cat-fondation-de-france-mediterranee/democratie-alimentaire-l-initiative-pionniere-de-la-caisse-commune-de-montpellier',
      day: '2024-04-15',
    },
    {
      sisterId: sister('Gironde'),
      kind: 'article',
      title: 'En Gironde, la sécurité sociale de l’alimentation est lancée',
      url: 'https://www.gironde.fr/actualites/la-securite-sociale-de-l-alimentation-en-gironde-c-est-parti',
      day: '2024-04-02',
    },
    {
      sisterId: '',
      kind: 'webinar',
      title: 'Décider ensemble de ce qu’on mange (webinaire inventé)',
      url: 'https://example.org/webinaires/decider-ensemble',
      day: '2024-05-16',
    },
    {
      sisterId: '',
      kind: 'webinar',
      title: 'Comment conventionner un lieu (webinaire inventé)',
      url: 'https://example.org/webinaires/conventionner',
      day: '2024-07-04',
      hour: '14:00',
    },
    {
      sisterId: '',
      kind: 'webinar',
      title: 'Une caisse, des chiffres : se comparer sans se noter (webinaire inventé)',
      url: 'https://example.org/webinaires/se-comparer',
      day: addDays(today, 16),
      hour: '18:00',
    },
    {
      sisterId: sister('Toulouse'),
      kind: 'article',
      title: 'À Toulouse, 325 foyers reçoivent 100 € par mois',
      url: 'https://lareleveetlapeste.fr/a-toulouse-325-foyers-recoivent-100e-par-mois-pour-sacheter-des-aliments-bio-et-locaux',
      day: '2025-09-20',
    },
  ] as const)
    await keepPublication(call(), publication)
}
