import type { z } from 'zod'
import { preRegister, type PreRegister } from '../src/modules/people/actions/pre-registrations.ts'
import { openStructure } from '../src/modules/people/actions/mandates.ts'
import { createWave } from '../src/modules/people/actions/households.ts'
import type { GivenCaisse } from './given.ts'

let asked = 0

/** Somebody who asks to join, whom nobody else resembles. */
export const aRequest = (
  changes: Partial<z.input<typeof PreRegister>> = {},
): z.input<typeof PreRegister> => ({
  givenName: `Maëlle-${(asked += 1)}`,
  familyName: 'Cardon',
  reach: 'phone',
  phone: `06 39 98 10 ${String(asked % 100).padStart(2, '0')}`,
  adults: '2',
  children: '1',
  consent: 'yes',
  ...changes,
})

/** A request noted at the desk; its id. */
export async function givenRequest(
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof PreRegister>> = {},
): Promise<string> {
  return (await preRegister(caisse.call(), aRequest(changes))).preRegistrationId
}

export async function givenWave(
  caisse: GivenCaisse,
  { name = 'Première vague', startsOn = '2026-12-01', plannedHouseholds = 20 } = {},
): Promise<string> {
  return (await createWave(caisse.call(), { name, startsOn, plannedHouseholds })).waveId
}

export const givenStructure = async (caisse: GivenCaisse, name = 'Centre social d’essai'): Promise<string> =>
  (await openStructure(caisse.call(), { name, kind: 'social_centre' })).structureId
