import type { Asked } from '../store/batch.ts'

export type Grouping = {
  /** At most so many payments in a statement. */
  perBatch: number
  /** At most so many statements under way at once. */
  batches: number
  /** At most so many payments looked at one by one at once. */
  alone: number
  /** At most so many payments waiting; more are told to try again. */
  waiting: number
}

export const GROUPING: Grouping = { perBatch: 512, batches: 2, alone: 4, waiting: 10_000 }

type Waiting<Paid> = { asked: Asked; resolve: (paid: Paid) => void; reject: (error: unknown) => void }

/** What the queue calls: the statement for many, the steps for one, and what to do when there is no more room. */
export type Lanes<Paid> = {
  /** Answers the paid ones by their place in the batch; null sends each of them alone. */
  together(batch: readonly Asked[]): Promise<Map<number, Paid> | null>
  alone(asked: Asked): Promise<Paid>
  full(): Error
  idle(): void
}

/**
 * The payments of one caisse: what arrives while a statement is under way goes into the next one, without a timer,
 * so that under light load a payment leaves at once and under heavy load hundreds share a commit.
 * One number and one key at a time, in the order of arrival.
 */
export function openQueue<Paid>(
  lanes: Lanes<Paid>,
  grouping: Grouping,
): { add(asked: Asked): Promise<Paid>; size(): number } {
  let waiting: Waiting<Paid>[] = []
  const leftOut: Waiting<Paid>[] = []
  const busy = new Set<string>()
  let batches = 0
  let alone = 0
  let scheduled = false

  function add(asked: Asked): Promise<Paid> {
    if (waiting.length + leftOut.length >= grouping.waiting) return Promise.reject(lanes.full())
    return new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      schedule()
    })
  }

  /** After the current round of events, so that requests read together leave together. */
  function schedule(): void {
    if (scheduled || batches >= grouping.batches) return
    scheduled = true
    setImmediate(pump)
  }

  function pump(): void {
    scheduled = false
    while (batches < grouping.batches && waiting.length > 0) {
      const batch = take()
      if (batch.length === 0) return
      batches += 1
      void send(batch)
    }
  }

  function take(): Waiting<Paid>[] {
    const batch: Waiting<Paid>[] = []
    const rest: Waiting<Paid>[] = []
    for (const each of waiting) {
      const { number, key } = each.asked
      if (batch.length === grouping.perBatch || busy.has(number) || busy.has(key)) {
        rest.push(each)
        continue
      }
      busy.add(number).add(key)
      batch.push(each)
    }
    waiting = rest
    return batch
  }

  async function send(batch: Waiting<Paid>[]): Promise<void> {
    try {
      const paid = await lanes.together(batch.map((each) => each.asked))
      batch.forEach((each, place) => {
        const outcome = paid?.get(place)
        if (outcome === undefined) leftOut.push(each)
        else each.resolve(outcome)
      })
    } catch (error) {
      for (const each of batch) each.reject(error)
    }
    for (const { asked } of batch) {
      busy.delete(asked.number)
      busy.delete(asked.key)
    }
    batches -= 1
    lookAlone()
    pump()
    rest()
  }

  function lookAlone(): void {
    while (alone < grouping.alone) {
      const each = leftOut.shift()
      if (!each) return
      alone += 1
      void lanes
        .alone(each.asked)
        .then(each.resolve, each.reject)
        .finally(() => {
          alone -= 1
          lookAlone()
          rest()
        })
    }
  }

  const size = () => waiting.length + leftOut.length + alone + batches
  const rest = () => {
    if (size() === 0) lanes.idle()
  }
  return { add, size }
}
