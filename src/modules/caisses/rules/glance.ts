import type { MessageKey, MessageParams } from '../../../kit/i18n/translate.ts'
import type { Clause } from './describe.ts'
import type { AllocationScheme, CarryOver, ContributionScheme, Reglement } from './reglement.ts'

/** One figure of the règlement, as a newcomer asks for it. */
export type Glance = { of: 'contribution' | 'allocation' | 'carryOver'; value: Clause; hint: Clause }

type GlanceKey = Extract<MessageKey, `caisses.glance.${string}`>

const say = (key: GlanceKey, params: MessageParams = {}): Clause => ({ key, params })

/** What one gives, what one receives, how long it keeps: three figures before the whole page. */
export function glance(reglement: Reglement): Glance[] {
  return [
    { of: 'contribution', ...contribution(reglement.contribution) },
    { of: 'allocation', ...allocation(reglement.allocation, reglement.unit) },
    { of: 'carryOver', ...carryOver(reglement.carryOver) },
  ]
}

type Figure = Pick<Glance, 'value' | 'hint'>

function contribution(scheme: ContributionScheme): Figure {
  switch (scheme.kind) {
    case 'free':
    case 'self_assessed':
      return { value: fromFloor(scheme.floor.baseCents), hint: say('caisses.glance.byMeans') }
    case 'share_of_income':
      return {
        value: say('caisses.glance.ofIncome', { rate: scheme.basisPoints / 10_000 }),
        hint: say('caisses.glance.onHonour'),
      }
    case 'steps':
      return {
        value: say('caisses.glance.between', {
          lowestCents: scheme.lowestCents,
          highestCents: scheme.highestCents,
        }),
        hint: say('caisses.glance.byMeans'),
      }
    case 'time':
      return {
        value:
          scheme.hours === null
            ? say('caisses.glance.time')
            : say(`caisses.glance.hours_${scheme.period}`, { hours: scheme.hours }),
        hint: say('caisses.glance.noMoney'),
      }
    case 'grant':
      return { value: say('caisses.glance.nothing'), hint: say('caisses.glance.byGrant') }
    case 'price_choice':
      return { value: say('caisses.glance.nothing'), hint: say('caisses.glance.byPrice') }
    case 'third_party_share':
      return { value: contribution(scheme.base).value, hint: say('caisses.glance.shared') }
  }
}

const fromFloor = (cents: number): Clause =>
  cents > 0 ? say('caisses.glance.from', { cents }) : say('caisses.glance.anyAmount')

function allocation(scheme: AllocationScheme, unit: Reglement['unit']): Figure {
  switch (scheme.kind) {
    case 'flat':
      return {
        value: say('caisses.glance.rights', { rightsCents: scheme.cents }),
        hint: say(`caisses.glance.per_${scheme.per === 'unit' ? unit : scheme.per}`),
      }
    case 'base_plus_extra':
      return {
        value: say('caisses.glance.rights', { rightsCents: scheme.baseCents }),
        hint: say('caisses.glance.plusExtra', { rightsCents: scheme.extraPersonCents }),
      }
    case 'by_size':
      return {
        value: say('caisses.glance.rights', { rightsCents: scheme.amountsCents[0]! }),
        hint: say('caisses.glance.bySize', { rightsCents: scheme.amountsCents.at(-1)! }),
      }
    case 'adult_child':
      return {
        value: say('caisses.glance.rights', { rightsCents: scheme.adultCents }),
        hint: say('caisses.glance.perAdultAndChild', { rightsCents: scheme.childCents }),
      }
    case 'mean_of_contributions':
      return { value: say('caisses.glance.share'), hint: say('caisses.glance.ofContributions') }
    case 'none':
      return { value: say('caisses.glance.prices'), hint: say('caisses.glance.byPrice') }
  }
}

function carryOver(rule: CarryOver): Figure {
  switch (rule.kind) {
    case 'unlimited':
      return { value: say('caisses.glance.kept'), hint: say('caisses.glance.keptHint') }
    case 'cap':
      return {
        value: say('caisses.glance.upTo', { rightsCents: rule.cents }),
        hint: say('caisses.glance.upToHint'),
      }
    case 'cap_allocations':
      return {
        value: say('caisses.glance.upToAllocations', { count: rule.count }),
        hint: say('caisses.glance.upToHint'),
      }
    case 'expires_after':
      return {
        value: say('caisses.glance.months', { months: rule.months }),
        hint: say('caisses.glance.toSpend'),
      }
  }
}
