import { inCaisse } from '../db/db.ts'
import type { Actor } from '../kit/actor.ts'
import { addDays, firstDay, type Day } from '../kit/month.ts'
import { depositDocument, replaceDocument } from '../modules/documents/actions/deposit.ts'
import { openFolder } from '../modules/documents/actions/folders.ts'
import type { Audience } from '../modules/documents/rules/rights.ts'
import { findVersion, setContent } from '../modules/documents/store/versions.ts'
import { smallPdf } from './small-pdf.ts'
import type { Clock, DemoCaisse } from './stage.ts'

type Paper = {
  folder: string
  title: string
  description: string
  audience: Audience
  /** Days before today on which each version came, the first one first. */
  came: readonly number[]
  notes?: readonly string[]
  paragraphs: readonly string[]
  /** A table rather than a sheet. */
  table?: string
}

const FOLDERS = [
  'Comptes rendus',
  'Statuts et règlement',
  'Lieux et conventions',
  'Guides et affiches',
  'Équipe',
]

const NANTES: readonly Paper[] = [
  {
    folder: 'Comptes rendus',
    title: 'Assemblée des habitant·es d’octobre',
    description: 'Ce qui a été dit de la première année, et ce qui reste à décider.',
    audience: 'members',
    came: [34, 27],
    notes: ['', 'Relu par deux habitantes : la liste des présences est retirée'],
    paragraphs: [
      'Soixante-douze personnes se sont retrouvées à la maison de quartier. La garde des enfants et la traduction étaient prévues.',
      'Premier point : les légumes de saison. Plusieurs habitant·es demandent davantage de maraîchers sur les marchés de Bellevue.',
      'Deuxième point : les cotisations. L’assemblée rappelle que chacun·e donne selon ses moyens et que personne n’a à se justifier.',
      'Troisième point : le temps pour dépenser son allocation. La proposition de six mois sera votée à la prochaine réunion.',
    ],
  },
  {
    folder: 'Comptes rendus',
    title: 'Comité citoyen de septembre',
    description: 'Conventionnement d’une boulangerie, retour des commerces, calendrier.',
    audience: 'members',
    came: [70],
    paragraphs: [
      'Le comité a étudié la demande d’une boulangerie de quartier : farines locales, prix affichés, accueil. Avis favorable.',
      'Les commerces disent que le téléphone suffit pour encaisser, et demandent un autocollant plus grand.',
      'Les prochaines réunions auront lieu le premier mardi du mois.',
    ],
  },
  {
    folder: 'Comptes rendus',
    title: 'Journée des lieux conventionnés',
    description: 'Maraîchers, épiceries et boulangeries autour d’une table.',
    audience: 'public',
    came: [120],
    paragraphs: [
      'Vingt lieux étaient là. On a parlé des marges, des livraisons groupées et des invendus.',
      'Décision : une fiche commune pour présenter chaque ferme.',
    ],
  },
  {
    folder: 'Statuts et règlement',
    title: 'Charte de la caisse',
    description: 'Ce qui nous rassemble, en une page.',
    audience: 'public',
    came: [400, 210, 18],
    notes: ['', 'Ajout du droit de ne pas se justifier', 'Mots plus simples, après l’atelier de lecture'],
    paragraphs: [
      'Toute personne a droit à une nourriture choisie. Nous mettons en commun, chacun·e selon ses moyens.',
      'Nous décidons ensemble des lieux où se dépense l’allocation, avec celles et ceux qui produisent.',
      'Personne ne doit expliquer ce qu’il ou elle gagne.',
    ],
  },
  {
    folder: 'Lieux et conventions',
    title: 'Modèle de convention avec un lieu',
    description: 'À lire avant de demander le conventionnement.',
    audience: 'public',
    came: [380],
    paragraphs: [
      'Le lieu accepte les droits de la caisse au même prix que l’euro. La caisse le rembourse chaque quinzaine.',
      'Il affiche l’autocollant et accueille chaque habitant·e comme toute autre personne.',
    ],
  },
  {
    folder: 'Lieux et conventions',
    title: 'Critères de conventionnement',
    description: 'Les six questions que pose le comité.',
    audience: 'members',
    came: [300, 95],
    notes: ['', 'Une question de plus sur les conditions de travail'],
    paragraphs: [
      'D’où viennent les produits ? Comment sont payées les personnes qui les font ? Le lieu est-il accessible en fauteuil ?',
      'Quels prix pour une famille ? Quels emballages ? Comment le lieu prend-il part à la caisse ?',
    ],
  },
  {
    folder: 'Guides et affiches',
    title: 'Utiliser son allocation',
    description: 'Le guide remis à l’accueil, en français simple.',
    audience: 'public',
    came: [390, 60],
    notes: ['', 'Nouveaux lieux'],
    paragraphs: [
      'Au début de chaque mois, votre allocation arrive. Vous la dépensez dans les lieux conventionnés avec votre numéro et votre code.',
      'Un souci ? Appelez la caisse : on regarde ensemble.',
    ],
  },
  {
    folder: 'Guides et affiches',
    title: 'Cuisiner les légumes d’hiver',
    description: 'Les recettes de l’atelier cuisine.',
    audience: 'public',
    came: [12],
    paragraphs: [
      'Soupe de poireaux et pommes de terre, gratin de courge, salade de chou et betteraves crues.',
      'Pour six personnes, moins de dix euros en comptant le pain.',
    ],
  },
  {
    folder: 'Équipe',
    title: 'Budget de fonctionnement',
    description: 'Salaires, local, assurance : ce que coûte la caisse hors allocations.',
    audience: 'team',
    came: [50],
    paragraphs: [],
    table:
      'Poste;Par mois\nCoordination;3 150,00\nLocal partagé;280,00\nAssurance;41,50\nImpressions;65,00\n',
  },
  {
    folder: 'Équipe',
    title: 'Déroulé d’un premier rendez-vous',
    description: 'Ce que l’on dit, ce que l’on ne demande jamais.',
    audience: 'team',
    came: [160],
    paragraphs: [
      'On ne demande ni revenus, ni papiers, ni raisons. On présente la caisse, on montre la carte, on choisit un code.',
    ],
  },
]

const RETZ: readonly Paper[] = [
  {
    folder: 'Comptes rendus',
    title: 'Réunion des communes',
    description: 'Transports entre bourgs et marchés.',
    audience: 'members',
    came: [41],
    paragraphs: ['Les quatre communes cherchent un minibus pour les marchés du samedi.'],
  },
  {
    folder: 'Guides et affiches',
    title: 'Les fermes du Pays de Retz',
    description: 'Où acheter, et quand.',
    audience: 'public',
    came: [90],
    paragraphs: [
      'Lait, légumes, volailles : les fermes conventionnées ouvrent leurs portes chaque vendredi.',
    ],
  },
]

/** A library as a team keeps it: folders, versions, and what is for whom. */
export async function seedDocuments(
  clock: Clock,
  caisse: DemoCaisse,
  today: Day,
  papers: 'nantes' | 'retz' = 'nantes',
): Promise<void> {
  const listed = papers === 'nantes' ? NANTES : RETZ
  const call = (actor: Actor = caisse.coordinator) => clock.call(caisse.id, actor)
  clock.set(firstDay(caisse.since))
  const folders = new Map<string, string>()
  for (const name of FOLDERS)
    if (listed.some(({ folder }) => folder === name))
      folders.set(name, (await openFolder(call(), { name })).folderId)
  for (const paper of listed) {
    const name = paper.title.replace(/[’\s]+/g, '-').toLowerCase()
    const fileOf = (version: number) =>
      paper.table
        ? { file: Buffer.from(paper.table), fileName: `${name}.csv` }
        : {
            file: smallPdf(paper.title, [...paper.paragraphs, `Version ${version + 1}`]),
            fileName: `${name}.pdf`,
          }
    clock.set(addDays(today, -paper.came[0]!), 17)
    const { documentId } = await depositDocument(call(), {
      ...fileOf(0),
      title: paper.title,
      description: paper.description,
      folderId: folders.get(paper.folder)!,
      audience: paper.audience,
    })
    for (const [version, before] of paper.came.entries()) {
      if (version === 0) continue
      clock.set(addDays(today, -before), 11)
      await replaceDocument(call(version % 2 === 0 ? caisse.coordinator : caisse.treasurer), {
        documentId,
        ...fileOf(version),
        note: paper.notes?.[version] ?? '',
      })
    }
    await inCaisse(clock.app.db, caisse.id, async (tx) => {
      const last = await findVersion(tx, documentId)
      if (last?.content === null) await setContent(tx, last.sha256, paper.paragraphs.join('\n\n'))
    })
  }
}
