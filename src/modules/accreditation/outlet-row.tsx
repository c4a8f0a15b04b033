import type { Translate } from '../../kit/i18n/translate.ts'
import type { IconName } from '../../kit/ui/icon.tsx'
import { RowItem } from '../../kit/ui/navigation.tsx'
import type { OutletKind } from './rules.ts'
import type { listOutlets } from './store.ts'

export type ListedOutlet = Awaited<ReturnType<typeof listOutlets>>[number]

const ICONS: Record<OutletKind, IconName> = {
  shop: 'shop',
  market_stall: 'basket',
  producer: 'carrot',
  amap: 'leaf',
  buying_group: 'people',
  other: 'places',
}

/** Where to buy: the name on the sign, what it is, where, when, and what of it counts. */
export function OutletRow({
  t,
  outlet,
  withScope = false,
}: {
  t: Translate
  outlet: ListedOutlet
  withScope?: boolean
}) {
  const kind = outlet.kind as OutletKind
  return (
    <RowItem
      icon={ICONS[kind]}
      title={outlet.tradeName}
      text={
        <>
          <span class="row-line">
            {[t(`accreditation.outletKind.${kind}`), outlet.address].filter(Boolean).join(' · ')}
          </span>
          {outlet.opening && <span class="row-line row-strong">{sentence(outlet.opening)}</span>}
          {withScope && <span class="row-line">{outlet.scope}</span>}
        </>
      }
    />
  )
}

const sentence = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
