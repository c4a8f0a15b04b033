import { inCaisse } from '../db/db.ts'
import { addDays, type Day } from '../kit/month.ts'
import { insertDecision } from '../modules/caisses/store.ts'
import { insertDone, saveStep } from '../modules/learning/store.ts'
import type { Clock, DemoCaisse } from './stage.ts'

/** The path of the demonstration: one step is required by a decision, and each has another way. */
export async function seedLearning(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  clock.set(addDays(today, -15))
  const { app } = clock
  await inCaisse(app.db, caisse.id, async (tx) => {
    const decisionId = app.newId()
    await insertDecision(tx, {
      id: decisionId,
      decidedOn: addDays(today, -15),
      body: 'Assemblée des habitant·es',
      title: 'Se former une fois avant de voter (inventé pour la démonstration)',
      text: 'Une formation, ou son autre façon, avant de prendre part à un vote de la caisse.',
      minutesUrl: null,
    })
    const steps = [
      {
        title: 'Découvrir la caisse',
        purpose: 'À quoi elle sert, qui la fait vivre, ce que chacun·e y apporte.',
        meetingKind: 'information',
        times: 1,
        otherWay: 'Une demi-heure au téléphone avec une personne du comité, à l’heure qui vous va.',
      },
      {
        title: 'Apprendre ensemble',
        purpose: 'Trois ateliers au choix : cuisine, lieux, cotisation, agriculture.',
        meetingKind: 'workshop',
        times: 3,
        otherWay: 'Les fiches des ateliers à lire, et un café chez vous avec un·e habitant·e qui y était.',
      },
      {
        title: 'Se former avant une décision',
        purpose: 'Ce que l’on décide, avec quels chiffres, et comment l’on vote.',
        meetingKind: 'training',
        times: 1,
        otherWay: 'Le dossier de la décision en facile à lire, et un appel pour poser vos questions.',
        decisionId,
        requiredFrom: addDays(today, -10),
      },
    ] as const
    const ids: string[] = []
    for (const step of steps) {
      const id = app.newId()
      ids.push(id)
      await saveStep(tx, id, { decisionId: null, requiredFrom: null, ...step })
    }
    const came = caisse.households.slice(0, 40).flatMap(({ payers }) => payers[0] ?? [])
    await insertDone(
      tx,
      came.map((personId, i) => ({
        stepId: ids[0]!,
        personId,
        doneOn: addDays(today, -60),
        way: i % 8 === 5 ? ('otherwise' as const) : ('attended' as const),
      })),
    )
  })
}
