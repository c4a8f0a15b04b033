import type { Translate } from '../../../kit/i18n/translate.ts'
import type { LifeEvent } from '../../people/store/life-events.ts'

/** What happened, in the file of one household: a separation reads differently from either side. */
export function sayEvent(t: Translate, event: LifeEvent, householdId: string): string {
  const nameText = event.personName
  const rightsCents = event.cents ?? 0
  switch (event.kind) {
    case 'split':
      return event.householdId === householdId
        ? t('life.said.split', { otherText: event.otherName!, rightsCents })
        : t('life.said.split_from', { otherText: event.householdName, rightsCents })
    case 'merge':
      return event.householdId === householdId
        ? t('life.said.merge_into', { otherText: event.otherName!, rightsCents })
        : t('life.said.merge', { otherText: event.householdName, rightsCents })
    case 'pause':
      return t('life.said.pause', { month: event.on.slice(0, 7), untilMonth: event.untilOn!.slice(0, 7) })
    case 'leaving':
      return t('life.said.leaving', { day: event.untilOn! })
    case 'leftovers':
    case 'given_back':
      return t(`life.said.${event.kind}`, { rightsCents })
    case 'undo':
      return t('life.said.undo', { whatText: t(`life.event.${event.undoneKind!}`) })
    case 'move':
      return t('life.said.move')
    default:
      return t(`life.said.${event.kind}`, { nameText })
  }
}
