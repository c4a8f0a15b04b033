import type { z } from 'zod'
import { noteContact, type NoteContact } from '../src/modules/mobilisation/actions/contacts.ts'
import { recordAction, type RecordAction } from '../src/modules/mobilisation/actions/outreach.ts'
import type { GivenCaisse } from './given.ts'

/** A morning at the market, with forty people talked to. */
export const anAction = (
  changes: Partial<z.input<typeof RecordAction>> = {},
): z.input<typeof RecordAction> => ({
  kind: 'market',
  title: 'Stand au marché',
  heldOn: '2026-11-21',
  placeName: 'Sous la halle',
  team: '3',
  talkedTo: '40',
  ...changes,
})

/** Its id. */
export const givenAction = async (
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof RecordAction>> = {},
): Promise<string> => (await recordAction(caisse.call(), anAction(changes))).actionId

let met = 0

/** Somebody who left a number, whom nobody else resembles. */
export const aContact = (
  changes: Partial<z.input<typeof NoteContact>> = {},
): z.input<typeof NoteContact> => ({
  givenName: `Solène-${(met += 1)}`,
  reach: 'phone',
  phone: `06 39 98 20 ${String(met % 100).padStart(2, '0')}`,
  consent: 'yes',
  ...changes,
})

/** Its id. */
export const givenContact = async (
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof NoteContact>> = {},
): Promise<string> => (await noteContact(caisse.call(), aContact(changes))).contactId
