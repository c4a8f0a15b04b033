import { drawnPicture } from './drawn-picture.ts'
import { inCaisse } from '../db/db.ts'
import { addDays, addMonths, firstDay, monthOf, type Day } from '../kit/month.ts'
import {
  changeRunningCost,
  moveApplication,
  nameFunder,
  noteApplication,
  noteAward,
  noteRefusal,
  planReport,
} from '../modules/funding/actions.ts'
import { listGrants } from '../modules/treasury/store.ts'
import type { Clock, DemoCaisse } from './stage.ts'

type Asked = {
  funder: string
  purpose: string
  euros: number
  /** Months from this one in which it begins, how many it lasts, and when its money would come. */
  begins: number
  lasts: number
  comes: number
  odds: 'likely' | 'hoped'
  became: 'preparing' | 'sent' | 'promised' | 'refused' | 'dropped'
}

const ASKED: readonly Asked[] = [
  {
    funder: 'Fonds de dotation Fictif',
    purpose: 'Étude avant l’ouverture',
    euros: 18_000,
    begins: -38,
    lasts: 12,
    comes: -37,
    odds: 'hoped',
    became: 'refused',
  },
  {
    funder: 'Appel à projets inventé',
    purpose: 'Ateliers cuisine',
    euros: 12_000,
    begins: -25,
    lasts: 10,
    comes: -24,
    odds: 'hoped',
    became: 'refused',
  },
  {
    funder: 'Mutuelle imaginaire',
    purpose: 'Cartes et affiches',
    euros: 4_000,
    begins: -12,
    lasts: 6,
    comes: -11,
    odds: 'hoped',
    became: 'dropped',
  },
  {
    funder: 'Ville de démonstration',
    purpose: 'Allocations de la deuxième année',
    euros: 36_000,
    begins: 1,
    lasts: 12,
    comes: 2,
    odds: 'likely',
    became: 'promised',
  },
  {
    funder: 'Fondation imaginaire de la Table',
    purpose: 'Renouvellement',
    euros: 48_000,
    begins: 3,
    lasts: 12,
    comes: 4,
    odds: 'likely',
    became: 'sent',
  },
  {
    funder: 'Agence inventée de la transition',
    purpose: 'Lieux plus nombreux',
    euros: 45_000,
    begins: 6,
    lasts: 8,
    comes: 7,
    odds: 'hoped',
    became: 'sent',
  },
  {
    funder: 'Région de démonstration',
    purpose: 'Troisième vague de foyers',
    euros: 60_000,
    begins: 6,
    lasts: 9,
    comes: 9,
    odds: 'hoped',
    became: 'preparing',
  },
]

/** What is asked of funders, what they said, and how they wish to be named. */
export async function seedFunding(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const call = () => clock.call(caisse.id, caisse.coordinator)
  clock.set(addDays(today, -15))
  await changeRunningCost(call(), { running: 3_500_00 })
  const month = (shift: number) => addMonths(monthOf(today), shift)
  for (const { funder, purpose, euros, begins, lasts, comes, odds, became } of ASKED) {
    const { applicationId } = await noteApplication(call(), {
      funder,
      purpose,
      asked: euros * 100,
      fromMonth: month(begins),
      untilMonth: month(begins + lasts - 1),
      deadlineOn: became === 'preparing' ? addDays(today, 18) : firstDay(month(begins - 4)),
      expectedOn: firstDay(month(comes)),
      odds,
    })
    if (became === 'preparing') continue
    await moveApplication(call(), { applicationId, status: became === 'dropped' ? 'dropped' : 'sent' })
    if (became === 'refused')
      await noteRefusal(call(), { applicationId, answeredOn: addDays(firstDay(month(begins - 1)), 10) })
    if (became === 'promised')
      await noteAward(call(), {
        applicationId,
        answeredOn: addDays(today, -20),
        promised: euros * 100,
        signed: false,
      })
  }
  const grants = await inCaisse(clock.app.db, caisse.id, (tx) => listGrants(tx))
  const metropolis = grants.find(({ funder }) => funder.startsWith('Métropole'))
  if (metropolis)
    await planReport(call(), {
      grantId: metropolis.id,
      title: 'Bilan de la première année, avec les chiffres des lieux',
      dueOn: addDays(today, 12),
    })
  const mention = { uses: ['site', 'newsletter', 'poster'] as const, fromOn: firstDay(caisse.since) }
  await nameFunder(call(), {
    ...mention,
    uses: [...mention.uses],
    funder: 'Métropole de démonstration',
    mention: 'Avec le soutien de la Métropole de démonstration.',
    logo: await drawnPicture(LOGO),
    logoAlt: 'Trois collines vertes sous un soleil',
  })
  await nameFunder(call(), {
    ...mention,
    uses: ['site'],
    funder: 'Fondation imaginaire de la Table',
    mention: 'La Fondation imaginaire de la Table accompagne la première année.',
  })
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="160" viewBox="0 0 320 160">
  <circle cx="236" cy="52" r="30" fill="#e3aa2b"/>
  <path d="M0 150 Q70 40 140 150 Z" fill="#1f6b43"/>
  <path d="M90 150 Q170 60 250 150 Z" fill="#5a9b6f"/>
  <path d="M190 150 Q260 80 320 150 Z" fill="#2f7d54"/>
</svg>`
