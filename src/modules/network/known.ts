import type { Day } from '../../kit/month.ts'
import type { Stage } from './rules/sister.ts'

type Known = {
  name: string
  place: string
  stage: Stage
  website: string | null
  figures: readonly (readonly [label: string, value: string, sourceUrl: string])[]
}

/** The day on which these pages were last looked at. */
export const READ_ON: Day = '2026-01-31'

/** Caisses whose rules and figures stand on public pages: where a new list begins. */
export const KNOWN: readonly Known[] = [
  {
    name: 'Caisse alimentaire commune de Montpellier',
    place: 'Montpellier (34)',
    stage: 'running',
    website: null,
    figures: [
      [
        'Début',
        'janvier-février 2023',
        'https://reporterre.net/A-Montpellier-on-teste-une-caisse-alimentaire-facon-Secu',
      ],
      [
        'Membres (mai 2023)',
        '450',
        'https://reporterre.net/A-Montpellier-on-teste-une-caisse-alimentaire-facon-Secu',
      ],
      [
        'Cotisation moyenne',
        '60 € par mois',
        'https://fondationdefrance.org/fr/cat-fondation-de-france-mediterranee/democratie-alimentaire-l-initiative-pionniere-de-la-caisse-commune-de-montpellier',
      ],
      [
        'Allocation',
        '100 € par membre et par mois',
        'https://www.solutions-solidaires.fr/la-fabrique/les-premisses-de-la-securite-sociale-de-lalimentation',
      ],
    ],
  },
  {
    name: 'Caisses de Gironde',
    place: 'Bordeaux Nord – Benauge, Bègles, Pays foyen, Sud-Gironde (33)',
    stage: 'running',
    website: 'https://acclimataction.fr/participer-a-la-securite-sociale-de-lalimentation-ssa',
    figures: [
      [
        'Début',
        'avril 2024',
        'https://banquedesterritoires.fr/experience/la-gironde-teste-la-securite-sociale-de-lalimentation-33',
      ],
      [
        'Foyers',
        '193, soit 400 personnes environ',
        'https://acclimataction.fr/participer-a-la-securite-sociale-de-lalimentation-ssa',
      ],
      [
        'Allocation',
        '75 € par foyer et 75 € par personne',
        'https://acclimataction.fr/participer-a-la-securite-sociale-de-lalimentation-ssa',
      ],
      [
        'Cotisation',
        '10 € au moins, et 5 € par personne en plus',
        'https://witfm.fr/amp/gironde-la-securite-sociale-de-l-alimentation-sur-les-rails',
      ],
    ],
  },
  {
    name: 'Caissalim',
    place: 'Toulouse (31), quatre caisses',
    stage: 'running',
    website: 'https://caissalim-toulouse.org',
    figures: [
      [
        'Début',
        '21 septembre 2024',
        'https://www.reussir.fr/fruits-legumes/toulouse-teste-une-carte-vitale-alimentaire',
      ],
      [
        'Foyers (septembre 2025)',
        '325',
        'https://lareleveetlapeste.fr/a-toulouse-325-foyers-recoivent-100e-par-mois-pour-sacheter-des-aliments-bio-et-locaux',
      ],
      [
        'Allocation',
        '100 € par mois',
        'https://lareleveetlapeste.fr/a-toulouse-325-foyers-recoivent-100e-par-mois-pour-sacheter-des-aliments-bio-et-locaux',
      ],
    ],
  },
  {
    name: 'Caisse de l’alimentation du 8e',
    place: 'Lyon 8e (69)',
    stage: 'running',
    website: null,
    figures: [
      [
        'Foyers (avril 2025)',
        '110, soit 270 personnes environ',
        'https://www.lyonmag.com/article/143396/lyon-la-caisse-de-l-alimentation-connait-un-franc-succes-pres-de-300-personnes-participent',
      ],
      [
        'Allocation',
        '150 €, et 75 € par personne en plus',
        'https://www.grandlyon.com/actualite/une-caisse-de-lalimentation-pour-les-plus-precaires',
      ],
      [
        'Cotisation',
        '1 € par personne au moins, choisie',
        'https://www.grandlyon.com/actualite/une-caisse-de-lalimentation-pour-les-plus-precaires',
      ],
    ],
  },
  {
    name: 'Caisse locale de l’alimentation de Cadenet',
    place: 'Cadenet (84)',
    stage: 'running',
    website: 'https://leclacdecadenet.ouvaton.org',
    figures: [
      [
        'Personnes tirées au sort',
        '33',
        'https://basta.media/Produits-pris-en-charge-village-experimente-securite-sociale-alimentaire',
      ],
      [
        'Allocation',
        '150 € par personne, remboursés après l’achat',
        'https://1538mediterranee.com/a-cadenet-la-securite-sociale-alimentaire-cree-des-liens-entre-les-habitants',
      ],
      [
        'Fondation',
        '60 000 €',
        'https://bleu-tomate.fr/a-cadenet-la-securite-sociale-de-lalimentation-sinscrit-dans-la-duree',
      ],
    ],
  },
  {
    name: 'DALLE',
    place: 'Grenoble (38)',
    stage: 'running',
    website: null,
    figures: [
      ['Ouverture', 'octobre 2025', 'https://oyez-media-grenoble.fr/des-cartes-de-paiement-ciblees'],
      ['Cotisant·es', '37', 'https://oyez-media-grenoble.fr/chiffres-premiers-mois-du-dalle'],
      [
        'Allocation',
        '100, 150 ou 200 € selon le foyer',
        'https://oyez-media-grenoble.fr/chiffres-premiers-mois-du-dalle',
      ],
    ],
  },
  {
    name: 'À table',
    place: 'Brest (29)',
    stage: 'ended',
    website: null,
    figures: [
      [
        'Foyers',
        '43, soit 100 personnes environ',
        'https://www.transistoch.bzh/actu/caisse-commune-alimentaire-brest-civam',
      ],
      [
        'Durée',
        'de mai à novembre 2025',
        'https://www.transistoch.bzh/actu/caisse-commune-alimentaire-brest-civam',
      ],
    ],
  },
  {
    name: 'Calim',
    place: 'Genève',
    stage: 'running',
    website: 'https://calim-ge.ch/le-projet',
    figures: [
      [
        'Membres au départ',
        '210',
        'https://www.one-planet-lab-fr.ch/post/la-calim-choisir-sa-nourriture-en-connaissance-de-cause',
      ],
      ['Allocation', '150 CHF par adulte, 75 par enfant', 'https://calim-ge.ch/le-projet'],
      ['Cotisation', '20 CHF au moins', 'https://gpclimat-ge.ch/category/newsletter'],
    ],
  },
  {
    name: 'CLAF',
    place: 'Flers (61)',
    stage: 'running',
    website: 'https://www.flers-agglo.fr/?p=318776',
    figures: [
      ['Allocation', '100 €', 'https://www.flers-agglo.fr/?p=318776'],
      [
        'Cotisation',
        '20 € au moins, par pas de 5',
        'https://www.tendanceouest.com/actualite-435559-orne-c-est-la-securite-sociale-mais-pour-l-alimentation-la-claf-democratise-le-bien-manger-autour-de-flers',
      ],
    ],
  },
  {
    name: 'Caisse de Lorient',
    place: 'Lorient (56)',
    stage: 'preparing',
    website: 'https://reseau-coherence.org/vers-une-securite-sociale-de-lalimentation-a-lorient',
    figures: [
      [
        'Personnes',
        '30 environ, tous les quinze jours',
        'https://reseau-coherence.org/vers-une-securite-sociale-de-lalimentation-a-lorient',
      ],
      [
        'Parcours',
        '11 ateliers en 9 mois',
        'https://reseau-coherence.org/vers-une-securite-sociale-de-lalimentation-a-lorient',
      ],
    ],
  },
]
