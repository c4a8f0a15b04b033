import type { Translate } from '../../kit/i18n/translate.ts'
import type { Day } from '../../kit/month.ts'
import type { IconName } from '../../kit/ui/icon.tsx'
import { RowItem } from '../../kit/ui/navigation.tsx'
import type { OutletKind } from './rules.ts'
import { sayToday, sayWeek } from './say-opening.ts'
import type { ListedOutlet } from './store.ts'

export const OUTLET_ICONS: Record<OutletKind, IconName> = {
  shop: 'shop',
  market_stall: 'basket',
  producer: 'carrot',
  amap: 'leaf',
  buying_group: 'people',
  other: 'places',
}

/** Where to buy: the name on the sign, what it is, where, whether it is open today, and what of it counts. */
export function OutletRow({
  t,
  outlet,
  today,
  whole = false,
}: {
  t: Translate
  outlet: ListedOutlet
  today: Day
  /** With the whole week and what of it counts. */
  whole?: boolean
}) {
  const now = sayToday(t, outlet, today)
  return (
    <RowItem
      icon={OUTLET_ICONS[outlet.kind]}
      title={outlet.tradeName}
      text={
        <>
          <span class="row-line">
            {[t(`accreditation.outletKind.${outlet.kind}`), outlet.address].filter(Boolean).join(' · ')}
          </span>
          {now && <span class={now.open ? 'row-line row-strong' : 'row-line'}>{sentence(now.text)}</span>}
          {whole &&
            outlet.hours &&
            sayWeek(t, outlet.hours).map((line) => (
              <span class="row-line" key={line}>
                {sentence(line)}
              </span>
            ))}
          {outlet.opening && (
            <span class={now ? 'row-line' : 'row-line row-strong'}>{sentence(outlet.opening)}</span>
          )}
          {whole && <span class="row-line">{outlet.scope}</span>}
        </>
      }
    />
  )
}

export const sentence = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
