import type { z } from 'zod'
import { keepGroup, type GroupInput } from '../src/modules/groups/actions.ts'
import type { GivenCaisse } from './given.ts'

let opened = 0

/** A group of residents at work, unless told otherwise. */
export const givenGroup = async (
  caisse: GivenCaisse,
  changes: Partial<z.input<typeof GroupInput>> = {},
): Promise<string> =>
  (
    await keepGroup(caisse.call(), {
      composition: 'residents',
      name: `Groupe ${(opened += 1)}`,
      status: 'active',
      startsOn: '2026-07-01',
      ...changes,
    })
  ).groupId
