import type { Place, PlaceGroup } from '../navigation.tsx'

/** Around the sample pages: an invented caisse and its places. */
export const CAISSE = { name: 'Caisse de Bellevue', href: 'public.html' }

export const residentPlaces = (current: string): Place[] =>
  (
    [
      { href: 'accueil.html', label: 'Accueil', icon: 'home' },
      { href: 'paye.html', label: 'Payer', icon: 'pay' },
      { href: 'lieux.html', label: 'Où acheter', icon: 'places' },
      { href: 'formulaire.html', label: 'Décider', icon: 'decide', count: 1 },
    ] satisfies Place[]
  ).map((place) => ({ ...place, current: place.href === current }))

export const outletPlaces = (current: string): Place[] =>
  (
    [
      { href: 'encaisser.html', label: 'Encaisser', icon: 'collect' },
      { href: 'vide.html', label: 'Journal', icon: 'journal' },
      { href: 'imprimer.html', label: 'Relevés', icon: 'statements' },
      { href: 'index.html', label: 'Réglages', icon: 'settings' },
    ] satisfies Place[]
  ).map((place) => ({ ...place, current: place.href === current }))

export const deskPlaces = (current: string): PlaceGroup[] =>
  (
    [
      {
        places: [
          { href: 'coordination.html', label: 'Aujourd’hui', icon: 'tasks', count: 5 },
          { href: 'index.html', label: 'Composants', icon: 'leaf' },
        ],
      },
      {
        label: 'La caisse',
        places: [
          { href: 'vide.html', label: 'Foyers', icon: 'household' },
          { href: 'formulaire.html', label: 'Cotisations', icon: 'wheat' },
          { href: '#allocations', label: 'Allocations', icon: 'basket' },
          { href: 'lieux.html', label: 'Lieux conventionnés', icon: 'shop' },
        ],
      },
      {
        label: 'L’argent',
        places: [
          { href: '#remboursements', label: 'Remboursements', icon: 'bank', count: 2 },
          { href: '#tresorerie', label: 'Trésorerie', icon: 'chart' },
          { href: 'public.html', label: 'Règlement', icon: 'rules' },
        ],
      },
    ] satisfies PlaceGroup[]
  ).map((group) => ({
    ...group,
    places: group.places.map((place) => ({ ...place, current: place.href === current })),
  }))
