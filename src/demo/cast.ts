/**
 * Everybody and every place here is invented. Family names are vegetables and fruits, addresses end in
 * example.org, phone numbers are from the ranges that ARCEP keeps for fiction.
 */

export const MAIN_CAISSE = 'nantes-ouest'

/** Who signs in, per caisse. The first of each role gets a link at start. */
export const STAFF = {
  coordinator: { slug: 'coordination', name: 'Camille Potiron', email: 'coordination@example.org' },
  treasurer: { slug: 'tresorerie', name: 'Dominique Salsifis', email: 'tresorerie@example.org' },
  committee_member: { slug: 'comite', name: 'Sacha Rhubarbe', email: 'comite@example.org' },
  outlet_manager: { slug: 'commerce', name: 'Mahaut Tournesol', email: 'commerce@example.org' },
  administrator: { slug: 'administration', name: 'Alix Panais', email: 'administration@example.org' },
} as const

/** Who helps somebody: a daughter, and a social centre. */
export const HELPERS = {
  relative: { slug: 'proche', name: 'Blandine Ciboulette', email: 'proche@example.org' },
  structure: {
    slug: 'structure',
    name: 'Yannig Pimprenelle',
    email: 'structure@example.org',
    centre: 'Centre social de la Fiction',
  },
} as const

export const GIVEN_NAMES = [
  'Capucine',
  'Anselme',
  'Violette',
  'Romarin',
  'Églantine',
  'Basile',
  'Mélisse',
  'Florian',
  'Clémentine',
  'Aubin',
  'Prune',
  'Olivier',
  'Marguerite',
  'Narcisse',
  'Cerise',
  'Laurier',
  'Hortense',
  'Séverin',
  'Iris',
  'Léandre',
  'Garance',
  'Ambroise',
  'Myrtille',
  'Honoré',
  'Angélique',
  'Fulgence',
  'Dahlia',
  'Célestin',
  'Pervenche',
  'Maurin',
] as const

export const FAMILY_NAMES = [
  'Aubergine',
  'Betterave',
  'Ciboulette',
  'Épinard',
  'Fenouil',
  'Groseille',
  'Haricot',
  'Igname',
  'Kaki',
  'Lentille',
  'Mirabelle',
  'Navet',
  'Oseille',
  'Poireau',
  'Quetsche',
  'Radis',
  'Sarriette',
  'Topinambour',
  'Verveine',
  'Cresson',
  'Courgette',
  'Châtaigne',
  'Cardon',
  'Carvi',
  'Estragon',
  'Figue',
  'Framboise',
  'Mâche',
  'Noisette',
  'Pastèque',
] as const

/** Shops, stalls and farms; `weight` is their part of what is spent, `territory` a place in the caisse's list. */
export const OUTLETS = [
  {
    tradeName: 'Épicerie du Sillon',
    kind: 'shop',
    weight: 26,
    opening: '',
    open: { on: [2, 3, 4, 5, 6], slots: '9h30-19h' },
    territory: 0,
    place: '12 rue des Essais, 44100 Nantes',
  },
  {
    tradeName: 'Marché de la Fiction',
    kind: 'market_stall',
    weight: 20,
    opening: 'sous la halle',
    open: { on: [5, 6], slots: '8h-13h' },
    territory: 0,
    place: 'place de la Démonstration, 44100 Nantes',
  },
  {
    tradeName: 'Fournil des Inventeurs',
    kind: 'shop',
    weight: 12,
    opening: '',
    open: { on: [2, 3, 4, 5, 6, 7], slots: '7h-13h' },
    territory: 1,
    place: '3 rue du Levain, 44100 Nantes',
  },
  {
    tradeName: 'AMAP des Hypothèses',
    kind: 'amap',
    weight: 9,
    opening: 'sur inscription au trimestre',
    open: { on: [3], slots: '18h-19h30' },
    territory: 2,
    place: 'maison de quartier, 44800 Saint-Herblain',
  },
  {
    tradeName: 'Ferme des Trois Exemples',
    kind: 'producer',
    weight: 8,
    opening: 'vente à la ferme',
    open: { on: [4], slots: '16h-19h' },
    territory: null,
    place: 'chemin des Maquettes, 44220 Couëron',
  },
  {
    tradeName: 'La Cagette imaginaire',
    kind: 'buying_group',
    weight: 7,
    opening: 'sur commande, avant le mercredi',
    open: { on: [6], slots: '10h-12h30', weeks: 'even' },
    territory: 1,
    place: '8 allée du Brouillon, 44100 Nantes',
  },
  {
    tradeName: 'Fromagerie du Prototype',
    kind: 'market_stall',
    weight: 5,
    opening: '',
    open: { on: [6], slots: '8h-13h' },
    territory: 0,
    place: 'place de la Démonstration, 44100 Nantes',
  },
  {
    tradeName: 'Maraîchage du Bac à sable',
    kind: 'producer',
    weight: 5,
    opening: '',
    open: { on: [2, 5], slots: '17h-19h' },
    territory: null,
    place: 'route des Essais, 44620 La Montagne',
  },
  {
    tradeName: 'Coopérative des Si',
    kind: 'shop',
    weight: 4,
    opening: '',
    open: { on: [1, 2, 3, 4, 5, 6], slots: '10h-19h' },
    territory: 1,
    place: '27 boulevard du Modèle, 44100 Nantes',
  },
  {
    tradeName: 'Poissons de la Vraisemblance',
    kind: 'market_stall',
    weight: 4,
    opening: '',
    open: { on: [5], slots: '8h-13h' },
    territory: 0,
    place: 'place de la Démonstration, 44100 Nantes',
  },
] as const

export const RETZ_OUTLETS = [
  {
    tradeName: 'Épicerie de Peut-être',
    kind: 'shop',
    weight: 40,
    opening: '',
    open: { on: [2, 3, 4, 5, 6], slots: '9h-12h30' },
    territory: 2,
    place: '1 place du Conditionnel, 44640 Rouans',
  },
  {
    tradeName: 'Ferme de l’Esquisse',
    kind: 'producer',
    weight: 35,
    opening: '',
    open: { on: [5], slots: '16h-19h' },
    territory: 3,
    place: 'la Maquetterie, 44640 Vue',
  },
] as const

/** Where fiction phones: ARCEP decision 2018-0881. */
export const phoneNumber = (n: number): string =>
  `06 39 98 ${String(10 + (Math.floor(n / 100) % 90))} ${String(n % 100).padStart(2, '0')}`
