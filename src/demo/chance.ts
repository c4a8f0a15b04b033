/** Chance that is the same at every start: mulberry32, 32 bits of state, plenty for a demonstration. */
export type Chance = {
  /** From 0 to 1, 1 left out. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  /** One of them, as often as its weight says. */
  weighted<T extends { weight: number }>(list: readonly T[]): T
}

export function openChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    between,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted(list) {
      let rest = next() * list.reduce((sum, each) => sum + each.weight, 0)
      return list.find((each) => (rest -= each.weight) < 0) ?? list.at(-1)!
    },
  }
}
