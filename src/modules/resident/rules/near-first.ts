import type { Day } from '../../../kit/month.ts'
import { openOn, type Opening } from '../../accreditation/opening.ts'

export type Near = Opening & { id: string; territoryId: string | null }

/** Who looks: the part of the caisse they live in, and where they went most lately. */
export type Looking = { today: Day; territoryId: string | null; usual: readonly string[] }

/**
 * Where to go now: open today before closed or untold, then where one usually goes or lives, then the others as
 * they were. By what the household and the outlets told: nobody is asked where they are.
 */
export function nearFirst<Outlet extends Near>(outlets: readonly Outlet[], looking: Looking): Outlet[] {
  const { today, territoryId, usual } = looking
  const rank = (outlet: Outlet): [number, number, number] => {
    const place = usual.indexOf(outlet.id)
    const near = place !== -1 || (territoryId !== null && outlet.territoryId === territoryId)
    return [openOn(outlet, today)?.length ? 0 : 1, near ? 0 : 1, place === -1 ? usual.length : place]
  }
  return outlets.toSorted((one, other) => {
    const [a, b] = [rank(one), rank(other)]
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
  })
}
