import { inCaisse } from '../db/db.ts'
import { addDays, instantAt, type Day } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import { listBook } from '../modules/directory/store/book.ts'
import { ensureContact } from '../modules/directory/store/contacts.ts'
import type { Composition, GroupStatus } from '../modules/groups/rules/group.ts'
import { insertNeed, saveGroup, setNeedMet } from '../modules/groups/store/groups.ts'
import { insertMembers } from '../modules/groups/store/members.ts'
import { insertEntries, insertTasks, setTaskDone } from '../modules/groups/store/work.ts'
import { insertMeeting } from '../modules/meetings/store/meetings.ts'
import { ZONE, type Clock, type DemoCaisse } from './stage.ts'

type DemoGroup = {
  name: string
  composition: Composition
  status: GroupStatus
  purpose: string
  /** Days from today. */
  from: number
  to?: number
  at?: number
  /** Places among households, or family names of the address book. */
  residents?: number[]
  contacts?: string[]
  tasks?: { title: string; who?: number | string; in?: number; done?: true }[]
  log?: { ago: number; body: string }[]
  meetsIn?: number
}

type DemoNeed = { group: string; from: string; what: string; in: number; met?: true }

export type Groups = { groups: readonly DemoGroup[]; needs: readonly DemoNeed[] }

/** Structures and residents in step, as an experiment of this kind goes: all invented. */
export const NANTES_GROUPS: Groups = {
  groups: [
    {
      name: 'Accès à l’alimentation',
      composition: 'structures',
      status: 'active',
      purpose: 'Regarder ensemble où l’on mange bien et où l’on ne peut pas, quartier par quartier.',
      from: -150,
      contacts: ['Pissenlit', 'Cerfeuil', 'Livèche'],
      tasks: [
        { title: 'Compter les marchés ouverts le soir', who: 'Cerfeuil', in: -4 },
        { title: 'Inviter les cantines à la prochaine séance', who: 'Pissenlit', in: 12 },
      ],
      log: [{ ago: 30, body: 'Carte des lieux relue : **deux zones blanches** restent à Chantenay.' }],
    },
    {
      name: 'Gouvernance partagée',
      composition: 'structures',
      status: 'forming',
      purpose: 'Dire qui décide de quoi, et comment les habitant·es entrent au comité.',
      from: -20,
      contacts: ['Livèche', 'Sarrasin'],
      tasks: [{ title: 'Lire les statuts de trois autres caisses', who: 'Sarrasin', in: 20 }],
    },
    {
      name: 'Mobilisation des habitant·es',
      composition: 'residents',
      status: 'active',
      purpose: 'Aller vers les voisin·es, écouter, inviter. Né en juillet, autour d’un café.',
      from: -140,
      at: 0,
      residents: [0, 1, 3, 6, 9],
      contacts: ['Moutarde'],
      tasks: [
        { title: 'Tenir la table du marché samedi', who: 0, in: 4 },
        { title: 'Coller les affiches rue des Essais', in: 9 },
        { title: 'Appeler les personnes venues en octobre', who: 'Moutarde', in: -2 },
        { title: 'Préparer le café de rentrée', who: 3, in: -60, done: true },
      ],
      log: [
        { ago: 140, body: 'Premier café : onze personnes, et une liste de rues à parcourir.' },
        { ago: 21, body: 'Porte-à-porte dans deux immeubles. On nous demande surtout **où acheter**.' },
      ],
      meetsIn: 8,
    },
    {
      name: 'Critères de conventionnement',
      composition: 'residents',
      status: 'active',
      purpose: 'Choisir ce que l’on attend d’un lieu où dépenser ses droits.',
      from: -95,
      residents: [2, 5, 8, 12],
      tasks: [
        { title: 'Visiter deux maraîchers', who: 2, in: 15 },
        { title: 'Écrire une première liste de critères', who: 5, in: -25, done: true },
      ],
      meetsIn: 15,
    },
    {
      name: 'Grille de cotisation',
      composition: 'residents',
      status: 'closed',
      purpose: 'Proposer des repères pour choisir sa cotisation, sans justificatif.',
      from: -120,
      to: -30,
      residents: [4, 7, 10],
      log: [{ ago: 32, body: 'La grille est remise au comité. Merci à toutes et tous.' }],
    },
    {
      name: 'Fêtes et grands repas',
      composition: 'residents',
      status: 'planned',
      purpose: 'Cuisiner à cent, une fois par saison.',
      from: 40,
    },
  ],
  needs: [
    {
      group: 'Accès à l’alimentation',
      from: 'Mobilisation des habitant·es',
      what: 'Ce que disent les voisin·es des marchés',
      in: -45,
      met: true,
    },
    {
      group: 'Critères de conventionnement',
      from: 'Accès à l’alimentation',
      what: 'La carte des lieux possibles',
      in: -10,
    },
    {
      group: 'Gouvernance partagée',
      from: 'Critères de conventionnement',
      what: 'Une liste de critères à discuter',
      in: 18,
    },
  ],
}

export const RETZ_GROUPS: Groups = {
  groups: [
    {
      name: 'Lieux d’achat à la campagne',
      composition: 'structures',
      status: 'active',
      purpose: 'Trouver comment acheter sans voiture : tournées, dépôts, marchés.',
      from: -80,
      contacts: ['Épeautre', 'Avoine'],
      tasks: [{ title: 'Appeler le transport à la demande', who: 'Épeautre', in: 10 }],
    },
    {
      name: 'Habitant·es du Pays de Retz',
      composition: 'residents',
      status: 'forming',
      purpose: 'Se rencontrer d’une commune à l’autre.',
      from: -40,
      at: 1,
      residents: [0, 1, 2],
      tasks: [{ title: 'Trouver une salle à Vue', who: 1, in: 14 }],
    },
  ],
  needs: [
    {
      group: 'Lieux d’achat à la campagne',
      from: 'Habitant·es du Pays de Retz',
      what: 'Les trajets de chaque semaine',
      in: 25,
    },
  ],
}

export async function seedGroups(clock: Clock, caisse: DemoCaisse, today: Day, plan: Groups): Promise<void> {
  clock.set(addDays(today, -1))
  const { app } = clock
  const now = app.now()
  await inCaisse(app.db, caisse.id, async (tx) => {
    const territories = await listTerritories(tx)
    const book = (await listBook(tx, today, { limit: 1_000 })).people.filter(({ fromPeople }) => !fromPeople)
    const resident = (place: number) => caisse.households[place]?.payers[0]
    const contact = (familyName: string) => book.find((one) => one.familyName === familyName)?.id
    const somebody = (who: number | string | undefined) =>
      (typeof who === 'number' ? resident(who) : who && contact(who)) ?? null
    const ids = new Map<string, string>()
    for (const group of plan.groups) {
      const id = app.newId()
      ids.set(group.name, id)
      await saveGroup(
        tx,
        id,
        {
          composition: group.composition,
          name: group.name,
          purpose: group.purpose,
          territoryId: group.at === undefined ? null : territories[group.at]!.id,
          status: group.status,
          startsOn: addDays(today, group.from),
          endsOn: group.to === undefined ? null : addDays(today, group.to),
        },
        now,
      )
      const inside = [
        ...(group.residents ?? []).map(resident),
        ...(group.contacts ?? []).map(contact),
      ].filter((one) => one !== undefined)
      for (const one of inside) await ensureContact(tx, one, { now, today })
      await insertMembers(tx, id, inside, addDays(today, Math.min(group.from, 0)))
      const tasks = (group.tasks ?? []).map((task) => ({
        ...task,
        id: app.newId(),
        groupId: id,
        ownerId: somebody(task.who),
        dueOn: task.in === undefined ? null : addDays(today, task.in),
      }))
      await insertTasks(tx, tasks, now)
      for (const { id: taskId, done, dueOn } of tasks) if (done) await setTaskDone(tx, taskId, dueOn)
      await insertEntries(
        tx,
        id,
        (group.log ?? []).map(({ ago, body }) => ({
          id: app.newId(),
          happenedOn: addDays(today, -ago),
          body,
        })),
        now,
      )
      if (group.meetsIn !== undefined) {
        const day = addDays(today, group.meetsIn)
        await insertMeeting(
          tx,
          {
            id: app.newId(),
            kind: 'meeting',
            title: group.name,
            description: group.purpose,
            startsAt: instantAt(day, '18:00', ZONE)!,
            endsAt: instantAt(day, '20:00', ZONE)!,
            placeName: 'Maison de quartier de la Fiction',
            placeAddress: '12 place des Fanes, 44100 Nantes',
            groupId: id,
            audience: 'members',
            status: 'announced',
          },
          now,
        )
      }
    }
    for (const { group, from, what, in: days, met } of plan.needs) {
      const id = app.newId()
      const neededOn = addDays(today, days)
      await insertNeed(tx, { id, groupId: ids.get(group)!, fromGroupId: ids.get(from)!, what, neededOn })
      if (met) await setNeedMet(tx, id, neededOn)
    }
  })
}
