import { ROLES } from '../../src/kit/actor.ts'
import { VIEWERS, type Viewer } from './viewers.ts'
import { WHO_MAY } from './who-may.ts'

const accounts: readonly Viewer[] = [...ROLES, 'neighbour']
/** Words of the table that stand for several people. */
export const TOGETHER: Readonly<Record<string, readonly Viewer[]>> = {
  everyone: VIEWERS,
  account: accounts,
  person: [...accounts, 'number'],
}

/** Who may, by line. */
export const readTable = (): Map<string, readonly Viewer[]> =>
  new Map(
    WHO_MAY.flatMap(({ who, may }) => {
      const people = who.split(' ').flatMap((word) => TOGETHER[word] ?? [word as Viewer])
      return may
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
        .map((line) => [line, people] as const)
    }),
  )
