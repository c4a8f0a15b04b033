import { inCaisse } from '../db/db.ts'
import { addDays, type Day } from '../kit/month.ts'
import { listTerritories } from '../modules/caisses/store.ts'
import { insertConsents } from '../modules/directory/store/consents.ts'
import {
  ensureContact,
  insertContacts,
  insertRoles,
  type NewRole,
} from '../modules/directory/store/contacts.ts'
import { savePartner } from '../modules/directory/store/partners.ts'
import { savePublicContact } from '../modules/directory/store/public-contacts.ts'
import type { ContactRole, PartnerKind } from '../modules/directory/rules/words.ts'
import { STAFF } from './cast.ts'
import type { Clock, DemoCaisse } from './stage.ts'

type DemoPartner = { name: string; kind: PartnerKind; tags: string[]; at: number[] }

type DemoContact = {
  name: [string, string]
  email?: string
  phone?: string
  at?: number
  tags?: string[]
  role: ContactRole
  partner?: string
  title?: string
  percent?: number
  newsletter?: true
}

export type Cast = { partners: readonly DemoPartner[]; contacts: readonly DemoContact[] }

/** Organisations and people around the first caisse: all invented. Two of them stand in it twice, to be found. */
export const NANTES_BOOK: Cast = {
  partners: [
    { name: 'Maison de quartier de la Fiction', kind: 'social_centre', tags: ['salle', 'cuisine'], at: [0] },
    { name: 'Jardin partagé des Brouillons', kind: 'association', tags: ['jardin'], at: [1] },
    { name: 'Mairie annexe de l’Exemple', kind: 'town_hall', tags: ['salle'], at: [0, 1] },
    { name: 'Laboratoire des Hypothèses sociales', kind: 'lab', tags: ['évaluation'], at: [] },
    { name: 'Fondation imaginaire de la Table', kind: 'foundation', tags: ['financement'], at: [] },
    { name: 'Collectif des Cantines à venir', kind: 'association', tags: ['cuisine'], at: [2] },
  ],
  contacts: [
    {
      name: ['Camille', 'Potiron'],
      email: STAFF.coordinator.email,
      phone: '01 99 00 44 01',
      role: 'team',
      title: 'Coordination et accueil',
      percent: 100,
    },
    {
      name: ['Lou', 'Panicaut'],
      email: 'lou.panicaut@example.org',
      phone: '01 99 00 44 02',
      role: 'team',
      title: 'Mobilisation des habitant·es',
      percent: 80,
      at: 0,
    },
    {
      name: ['Ange', 'Roquette'],
      email: 'ange.roquette@example.org',
      role: 'team',
      title: 'Lieux et conventionnement',
      percent: 50,
    },
    {
      name: ['Hélène', 'Pissenlit'],
      email: 'helene.pissenlit@example.org',
      phone: '06 39 98 61 01',
      role: 'partner',
      partner: 'Maison de quartier de la Fiction',
      title: 'direction',
      at: 0,
      tags: ['salle'],
      newsletter: true,
    },
    { name: ['PISSENLIT', 'Helene'], phone: '+33 6 39 98 61 01', role: 'volunteer', tags: ['cuisine'] },
    {
      name: ['Malo', 'Cerfeuil'],
      email: 'malo@example.org',
      phone: '06 39 98 61 02',
      role: 'partner',
      partner: 'Jardin partagé des Brouillons',
      title: 'animation',
      at: 1,
      tags: ['jardin'],
      newsletter: true,
    },
    {
      name: ['Rozenn', 'Livèche'],
      email: 'rozenn.liveche@example.org',
      role: 'elected',
      partner: 'Mairie annexe de l’Exemple',
      title: 'adjointe à l’alimentation',
      at: 0,
    },
    {
      name: ['Idriss', 'Sarrasin'],
      email: 'idriss@example.org',
      role: 'research',
      partner: 'Laboratoire des Hypothèses sociales',
      title: 'doctorant',
      newsletter: true,
    },
    {
      name: ['Maud', 'Ortie'],
      email: 'maud.ortie@example.org',
      role: 'funder',
      partner: 'Fondation imaginaire de la Table',
      title: 'suivi des projets',
    },
    {
      name: ['Yuna', 'Moutarde'],
      phone: '06 39 98 61 03',
      role: 'referent',
      title: 'référente de Bellevue',
      at: 0,
    },
    { name: ['Tanguy', 'Consoude'], email: 'tanguy@example.org', role: 'press', title: 'radio de quartier' },
    {
      name: ['Nawel', 'Coriandre'],
      phone: '06 39 98 61 04',
      role: 'partner',
      partner: 'Collectif des Cantines à venir',
      title: 'cuisine',
      at: 2,
      tags: ['cuisine'],
    },
    {
      name: ['Capucine', 'Aubergine'],
      email: 'capucine@example.org',
      role: 'volunteer',
      tags: ['café du samedi'],
    },
  ],
}

export const RETZ_BOOK: Cast = {
  partners: [
    { name: 'Foyer rural du Conditionnel', kind: 'association', tags: ['salle'], at: [2] },
    { name: 'Mairie de la Maquette', kind: 'town_hall', tags: ['salle'], at: [1] },
  ],
  contacts: [
    {
      name: ['Enora', 'Millet'],
      email: 'enora.millet@example.org',
      phone: '01 99 00 44 11',
      role: 'team',
      title: 'Coordination du Pays de Retz',
      percent: 80,
    },
    {
      name: ['Gildas', 'Épeautre'],
      phone: '06 39 98 62 01',
      role: 'partner',
      partner: 'Foyer rural du Conditionnel',
      title: 'présidence',
      at: 2,
    },
    {
      name: ['Solenn', 'Avoine'],
      email: 'solenn@example.org',
      role: 'elected',
      partner: 'Mairie de la Maquette',
      title: 'maire',
      at: 1,
      newsletter: true,
    },
  ],
}

/** The address book: written in bulk, as an import of the team's own lists would. */
export async function seedDirectory(clock: Clock, caisse: DemoCaisse, today: Day, cast: Cast): Promise<void> {
  clock.set(addDays(today, -120))
  const { app } = clock
  const now = app.now()
  const since = addDays(today, -120)
  await inCaisse(app.db, caisse.id, async (tx) => {
    const territories = await listTerritories(tx)
    const at = (place: number | undefined) => (place === undefined ? null : territories[place]!.id)
    const partnerIds = new Map<string, string>()
    for (const { name, kind, tags, at: places } of cast.partners) {
      const id = app.newId()
      partnerIds.set(name, id)
      const mailbox = `${kind.replace('_', '-')}${partnerIds.size}@example.org`
      await savePartner(
        tx,
        { id, source: 'own', now },
        {
          kind,
          name,
          email: mailbox,
          phone: `01 99 00 45 ${String(10 + partnerIds.size)}`,
          website: null,
          address: '',
          tags,
          territoryIds: places.map((place) => territories[place]!.id),
          endedOn: null,
        },
      )
    }
    const people = cast.contacts.map((one) => ({ ...one, id: app.newId() }))
    await insertContacts(
      tx,
      people.map(({ id, name, email, phone, at: place, tags }) => ({
        id,
        givenName: name[0],
        familyName: name[1],
        email: email ?? null,
        phone: phone ?? null,
        territoryId: at(place),
        tags: tags ?? [],
      })),
      { now, today: since },
    )
    const roles = people.map((one): NewRole => ({
      id: app.newId(),
      contactId: one.id,
      role: one.role,
      partnerId: one.partner ? partnerIds.get(one.partner)! : null,
      title: one.title ?? '',
      workingPercent: one.percent ?? null,
      territoryId: at(one.at),
      fromOn: since,
    }))
    await insertRoles(tx, roles)
    const residents = [0, 3, 5].flatMap((place) => caisse.households[place]?.payers[0] ?? [])
    for (const id of residents) await ensureContact(tx, id, { now, today: since })
    await insertConsents(
      tx,
      [...people.filter(({ newsletter }) => newsletter).map(({ id }) => id), ...residents].map(
        (contactId) => ({
          id: app.newId(),
          contactId,
          purpose: 'newsletter' as const,
          givenOn: since,
          source: 'paper' as const,
          untilOn: null,
        }),
      ),
    )
    const boxes = [
      {
        name: 'Accueil de la caisse',
        email: 'accueil@example.org',
        phone: '01 99 00 44 00',
        territoryId: null,
      },
      ...territories.slice(0, 2).map(({ id, name }, i) => ({
        name: `Référent·es, ${name}`,
        email: `territoire${i + 1}@example.org`,
        phone: null,
        territoryId: id,
      })),
    ]
    for (const box of boxes)
      await savePublicContact(tx, app.newId(), {
        ...box,
        hours: box.phone ? 'mardi et jeudi, 9 h 30 à 12 h 30' : '',
        contactId: null,
        untilOn: null,
      })
  })
}
