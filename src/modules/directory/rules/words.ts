import type { StructureKind } from '../../people/store/structures.ts'
import type { OutletKind } from '../../accreditation/rules.ts'

/** What somebody is to the caisse, besides being a resident. */
export const CONTACT_ROLES = [
  'team',
  'volunteer',
  'referent',
  'partner',
  'elected',
  'funder',
  'research',
  'press',
  'other',
] as const
export type ContactRole = (typeof CONTACT_ROLES)[number]

/** What one may agree to, each for itself. */
export const PURPOSES = ['newsletter', 'calls', 'photo', 'sharing', 'public_contact'] as const
export type Purpose = (typeof PURPOSES)[number]

/** Where a yes was said. */
export const CONSENT_SOURCES = ['paper', 'spoken', 'phone', 'mail', 'web'] as const
export type ConsentSource = (typeof CONSENT_SOURCES)[number]

export const PARTNER_KINDS = [
  'association',
  'social_centre',
  'shop',
  'farm',
  'town_hall',
  'foundation',
  'lab',
  'other',
] as const
export type PartnerKind = (typeof PARTNER_KINDS)[number]

/** What the address book calls a structure that accompanies residents. */
export const OF_STRUCTURE: Record<StructureKind, PartnerKind> = {
  association: 'association',
  social_centre: 'social_centre',
  town_hall: 'town_hall',
  other: 'other',
}

/** What it calls an outlet. */
export const OF_OUTLET: Record<OutletKind, PartnerKind> = {
  shop: 'shop',
  market_stall: 'shop',
  producer: 'farm',
  amap: 'association',
  buying_group: 'association',
  other: 'other',
}

/** Three years after the last day on which somebody knew that a card holds, it goes (CNIL, prospects and contacts). */
export const KEPT_MONTHS = 36
