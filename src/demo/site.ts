import { inCaisse } from '../db/db.ts'
import { SYSTEM } from '../kit/actor.ts'
import { addDays, addMonths, firstDay, lastDay, type Day, type Month } from '../kit/month.ts'
import { addMilestone } from '../modules/calendar/actions/milestones.ts'
import { getCaisse, listTerritories, setCaissePublic } from '../modules/caisses/store.ts'
import { writeNews } from '../modules/site/actions/news.ts'
import { createPage, savePage } from '../modules/site/actions/pages.ts'
import { territoryPageSlug } from '../modules/site/rules/page.ts'
import { figuresOf, monthsToRelease, RELEASE_DAY } from '../modules/site/rules/figures.ts'
import { earlierReleases, insertFigures, monthFacts } from '../modules/site/store/figures.ts'
import { setSiteSetting } from '../modules/site/store/settings.ts'
import { MAIN_CAISSE } from './cast.ts'
import { ZONE, type Clock, type DemoCaisse } from './stage.ts'

const INVENTED = '*Tout est inventé : cette caisse sert à montrer le logiciel.*'

type Page = { page: string; title: string; lead: string; body: string }

const NANTES_PAGES: readonly Page[] = [
  {
    page: 'accueil',
    title: 'Caisse de Nantes Ouest',
    lead: 'À Bellevue, à Chantenay et à Saint-Herblain, des voisin·es cotisent selon leurs moyens et mangent ce qu’elles et ils ont choisi.',
    body: [
      '[[reglement]]',
      '[[lieux]]',
      '## Comment tout a commencé',
      'D’abord une soupe partagée, un soir de marché. Puis une question : et si bien manger n’était pas une affaire de moyens ? Une centaine d’habitant·es ont pris un an pour lire, visiter, se disputer un peu et décider. Depuis, la caisse tourne : on cotise, on reçoit, on achète, et on en reparle chaque mois.',
      '[[rencontres]]',
      '[[actualites]]',
      '[[chiffres]]',
      '[[territoires]]',
      '[[decisions]]',
      '[[pages]]',
    ].join('\n\n'),
  },
  {
    page: 'partenaires',
    title: 'Celles et ceux qui nous aident',
    lead: 'Des partenaires donnent de l’argent, des salles, du temps. Aucun ne décide à notre place.',
    body: [
      '## Qui finance',
      '- **Fondation imaginaire de la Table** : les allocations de la première année.',
      '- **Métropole de démonstration** : l’expérimentation, par une convention votée.',
      '',
      '## Qui accueille',
      '- La **maison de quartier de la Fiction** prête une salle le samedi.',
      '- Le **centre social des Deux Ponts** aide à remplir les demandes.',
      '',
      '## Où l’on achète',
      '',
      '[[lieux]]',
      '',
      INVENTED,
    ].join('\n'),
  },
  {
    page: territoryPageSlug('Bellevue'),
    title: 'Bellevue',
    lead: 'Le marché du vendredi, l’épicerie du Sillon, et une permanence chaque samedi matin.',
    body: '[[lieux]]\n\n## La permanence\n\nTous les samedis de 10 h à midi, à la maison de quartier de la Fiction, au rez-de-chaussée. On y vient pour une carte, une question, ou un café.\n\n[[rencontres]]\n\n[[contacts]]\n\n[[actualites]]',
  },
]

const NEWS: readonly { title: string; body: string; ago: number; territory?: string }[] = [
  {
    ago: 3,
    title: 'Six mois pour dépenser : ce que l’assemblée a décidé',
    body: 'L’assemblée des habitant·es s’est réunie pour parler de l’argent qui dort. À une large majorité, elle a choisi que chaque allocation se dépense **en six mois**.\n\nPersonne ne perd rien aujourd’hui : la règle vaut pour les allocations à venir.\n\n[Lire ce qui change](/reglement)\n\n## Pourquoi ?\n\nPour que l’argent mis en commun circule chez les productrices et les producteurs, au lieu d’attendre.',
  },
  {
    ago: 17,
    title: 'La troisième vague se prépare',
    body: 'Quarante foyers pourront bientôt rejoindre la caisse. Si vous hésitez, venez à une réunion d’information : on y répond à tout, même aux questions qui grattent.\n\n[[rencontres]]\n\n[Demander une place](/rejoindre)',
  },
  {
    ago: 40,
    title: 'Un an de caisse en trois histoires',
    body: 'Un an, c’est l’âge où l’on marche. Trois petites histoires, racontées au repas d’anniversaire :\n\n- une table de cantine où l’on a comparé des fromages de chèvre, très sérieusement ;\n- une productrice qui a planté des blettes parce qu’on lui en demandait ;\n- une recette de soupe qui a fait le tour de trois cages d’escalier.\n\n> On vient pour les légumes, on reste pour les voisins.\n\n[[chiffres]]',
  },
  {
    ago: 75,
    territory: 'Bellevue',
    title: 'Le marché de Bellevue prend la carte',
    body: 'Deux nouveaux étals prennent la carte de la caisse, le mardi et le vendredi. Regardez l’autocollant vert.\n\n[[lieux]]',
  },
  {
    ago: 130,
    title: 'Pique-nique d’été : on a mangé quarante melons',
    body: 'Il a plu dix minutes, puis plus du tout. Merci à celles et ceux qui ont porté les bancs.\n\nLe groupe « Où acheter » a recueilli cinq idées de nouveaux lieux. Elles seront discutées à la rentrée.',
  },
]

const RETZ_NEWS: typeof NEWS = [
  {
    ago: 8,
    title: 'La tournée des fermes, acte deux',
    body: 'Samedi, douze personnes ont visité deux fermes entre Rouans et Vue. On y a parlé prix, temps de travail, et saison des endives.\n\n[[rencontres]]',
  },
  {
    ago: 60,
    title: 'Neuf mois déjà',
    body: 'Vingt-quatre foyers, quatre communes, et une caisse qui apprend en marchant. Les prochaines places seront annoncées ici.',
  },
]

type Stage = { title: string; from: Day; to?: Day; text: string; draft?: true }

/** Periods and days around the month in which the caisse began. */
const nantesStages = (since: Month, today: Day): Stage[] => {
  const at = (months: number) => firstDay(addMonths(since, months))
  const end = (months: number) => lastDay(addMonths(since, months))
  return [
    {
      title: 'Rassembler et se former',
      from: at(-33),
      to: end(-22),
      text: 'Trois quartiers, trois communes : des ateliers pour comprendre d’où vient ce que l’on mange.',
    },
    {
      title: 'Imaginer la caisse',
      from: at(-21),
      to: end(-7),
      text: 'Un comité d’habitant·es écrit les règles : qui cotise, combien, où l’on achète.',
    },
    {
      title: 'Première assemblée',
      from: addDays(at(-20), 12),
      text: 'Quatre-vingts personnes votent les principes de la caisse.',
    },
    {
      title: 'Préparer le lancement',
      from: at(-6),
      to: end(-1),
      text: 'Les premiers lieux signent leur convention, les cartes s’impriment.',
    },
    {
      title: 'Règlement adopté',
      from: addDays(at(-1), 4),
      text: 'Cent par mois, et cinquante par personne en plus.',
    },
    {
      title: 'Expérimenter',
      from: at(0),
      to: end(23),
      text: 'Deux ans pour essayer, mesurer et corriger, avec deux puis trois vagues de foyers.',
    },
    {
      title: 'Repas du premier anniversaire',
      from: addDays(at(12), 9),
      text: 'Et quarante melons plus tard.',
    },
    {
      title: 'Bilan à mi-parcours',
      from: addDays(today, 45),
      text: 'Ce qui marche, ce qui coince, ce que l’on change.',
    },
    {
      title: 'Décider de la suite',
      from: at(18),
      to: end(26),
      text: 'Continuer, s’étendre, s’arrêter : tout est sur la table.',
      draft: true,
    },
  ]
}

const retzStages = (since: Month): Stage[] => [
  {
    title: 'Visiter et écouter',
    from: firstDay(addMonths(since, -14)),
    to: lastDay(addMonths(since, -5)),
    text: 'Quatre communes, vingt fermes, des cafés tenus ouverts le soir.',
  },
  {
    title: 'Première année',
    from: firstDay(since),
    to: lastDay(addMonths(since, 11)),
    text: 'Vingt-quatre foyers ouvrent la route.',
  },
  {
    title: 'Assemblée des quatre communes',
    from: addDays(firstDay(addMonths(since, 10)), 6),
    text: 'On décide des places à ouvrir.',
  },
]

/** The public site of a caisse: pages in its own words, news, its timeline, and the figures of its months. */
export async function seedSite(clock: Clock, caisse: DemoCaisse, today: Day): Promise<void> {
  const { slug, territories } = await inCaisse(clock.app.db, caisse.id, async (tx) => ({
    slug: (await getCaisse(tx, caisse.id)).slug,
    territories: new Map((await listTerritories(tx)).map(({ id, name }) => [name, id])),
  }))
  const main = slug === MAIN_CAISSE
  const call = () => clock.call(caisse.id, caisse.coordinator)
  clock.set(firstDay(caisse.since))
  for (const { title, from, to, text, draft } of main
    ? nantesStages(caisse.since, today)
    : retzStages(caisse.since))
    await addMilestone(call(), {
      kind: to ? 'phase' : 'milestone',
      title,
      description: text,
      startsOn: from,
      endsOn: to ?? null,
      public: !draft,
    })
  await inCaisse(clock.app.db, caisse.id, async (tx) => {
    await setCaissePublic(tx, { host: null, accessibility: main ? 'partial' : 'none' })
    await setSiteSetting(tx, {
      director: 'La présidence de l’association (démonstration)',
      hostName: 'Hébergement de la démonstration',
      hostAddress: '1 rue de la Démonstration, 44000 Nantes',
      figuresFrom: caisse.since,
    })
    const told = new Set<Month>()
    for (const month of monthsToRelease(caisse.since, today, told)) {
      const release = figuresOf(await monthFacts(tx, month, ZONE), await earlierReleases(tx))
      clock.set(addDays(firstDay(addMonths(month, 1)), RELEASE_DAY - 1), 4)
      await insertFigures(tx, month, release, clock.app.now())
    }
  })
  for (const { ago, title, body, territory } of (main ? NEWS : RETZ_NEWS).toReversed()) {
    clock.set(addDays(today, -ago), 11)
    await writeNews(call(), {
      title,
      body,
      territoryId: (territory && territories.get(territory)) || null,
      publish: true,
    })
  }
  if (!main) return
  clock.set(addDays(today, -12), 15)
  for (const page of NANTES_PAGES) await savePage(call(), { ...page, base: 0, publish: true })
  await createPage(call(), {
    slug: 'fete-des-semis',
    title: 'La fête des semis',
    lead: 'Un dimanche de printemps, on échange des graines, des plants et des recettes.',
    body: '## Ce que l’on apporte\n\nDes graines dans des enveloppes, avec leur nom. Des pots vides. Un plat à partager.\n\n## Ce que l’on trouve\n\nUne table de troc, un atelier pour les enfants, et la soupe du groupe cuisine.\n\n[[rencontres]]',
    publish: true,
  })
  clock.set(addDays(today, -2), 10)
  await writeNews(clock.call(caisse.id, SYSTEM), {
    title: 'Appel à recettes d’hiver',
    body: 'Brouillon : demander au groupe cuisine si la date convient.',
    publish: false,
  })
  await savePage(call(), {
    page: 'partenaires',
    title: 'Celles et ceux qui nous aident',
    lead: 'Des partenaires donnent de l’argent, des salles, du temps. Aucun ne décide à notre place.',
    body: `${NANTES_PAGES[1]!.body}\n\n## Devenir partenaire\n\nÀ écrire avec le groupe.`,
    base: 1,
    publish: false,
  })
}
