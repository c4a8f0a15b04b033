import { formatNumber, formatPercent } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Stat, Stats } from '../../../kit/ui/parts.tsx'
import type { Cells } from '../rules/figures.ts'

/** In the order in which they are told. */
export const FIGURES = [
  'households',
  'people',
  'contributionsCents',
  'grantedCents',
  'coverage',
  'spentCents',
  'outlets',
] as const satisfies readonly (keyof Cells)[]
export type FigureName = (typeof FIGURES)[number]

/** `environ 95`, or why there is no figure. */
export function sayFigure(t: Translate, name: FigureName, value: number | null): string {
  if (value === null) return t('site.figures.hidden')
  switch (name) {
    case 'households':
    case 'people':
      return t('site.figures.about', { figureText: formatNumber(value, t.locale) })
    case 'contributionsCents':
      return t('site.figures.about', { figureText: roundly(t.money(value)) })
    case 'grantedCents':
    case 'spentCents':
      return t('site.figures.about', { figureText: roundly(t.rights(value)) })
    case 'coverage':
      return t('site.figures.about', { figureText: formatPercent(value, t.locale) })
    case 'outlets':
      return formatNumber(value, t.locale)
  }
}

const roundly = (amount: string): string => amount.replace(/(\d)[.,]00(?!\d)/, '$1')

const FEW: readonly FigureName[] = ['households', 'grantedCents', 'coverage', 'outlets']

/** A month in figures; `few` are those that a visitor asks for first. */
export function FigureStats({ t, cells, few = false }: { t: Translate; cells: Cells; few?: boolean }) {
  const names = FIGURES.filter((name) => !few || (FEW.includes(name) && cells[name] !== null))
  return (
    <Stats>
      {names.map((name) => (
        <Stat key={name} label={t(`site.figures.name.${name}`)} value={sayFigure(t, name, cells[name])} />
      ))}
    </Stats>
  )
}
