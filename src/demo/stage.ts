import type { CaisseId } from '../db/db.ts'
import type { Actor } from '../kit/actor.ts'
import type { App } from '../kit/app.ts'
import type { Call } from '../kit/gesture.ts'
import type { Cents } from '../kit/money.ts'
import type { Day, Month } from '../kit/month.ts'
import type { AccountId } from '../modules/ledger/rules.ts'
import type { Chance } from './chance.ts'

export const ZONE = 'Europe/Paris'

/** A clock that goes through the months of the demonstration. */
export type Clock = {
  /** The application as it stood at that instant. */
  app: App
  set(day: Day, hour?: number): void
  call(caisseId: CaisseId, actor: Actor): Call
}

export type DemoHousehold = {
  id: string
  account: AccountId
  /** Who pays at the till. */
  payers: string[]
  contributionCents: Cents
  /** Of earlier months, paid with the next. */
  behindCents: Cents
  method: 'transfer' | 'cash' | 'cheque' | 'card'
  /** Where it mostly goes, as a place in the list of outlets. */
  favourite: number
}

export type DemoOutlet = { outletId: string; deviceId: string; account: AccountId; weight: number }

export type DemoCaisse = {
  id: CaisseId
  since: Month
  coordinator: Actor
  treasurer: Actor
  chance: Chance
  households: DemoHousehold[]
  outlets: DemoOutlet[]
  /** Waves still to come: how many households, in which month. */
  waves: { month: Month; name: string; households: number }[]
}
