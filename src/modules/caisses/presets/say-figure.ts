import type { Translate } from '../../../kit/i18n/translate.ts'
import { describeCarryOver } from '../rules/describe.ts'
import type { CarryOver, PartMonth, Reglement } from '../rules/reglement.ts'
import type { AnswerProblem } from './from-preset.ts'
import { FIGURE_KINDS, type FigureKey, type FigureValue, type Preset } from './preset.ts'

/** A figure's value as people read it. */
export function sayFigure(t: Translate, key: FigureKey, value: FigureValue): string {
  switch (FIGURE_KINDS[key]) {
    case 'cents':
      return t.money(value as number)
    case 'rights':
      return t.rights(value as number)
    case 'cents_list':
      return (value as readonly number[]).map((cents) => t.money(cents)).join(', ')
    case 'rate':
      return t('presets.value.rate', { rate: (value as number) / 10_000 })
    case 'hours':
      return t('presets.value.hours', { hours: value as number })
    case 'years':
      return t('presets.value.years', { years: value as number })
    case 'unit':
      return t(`presets.value.unit_${value as Reglement['unit']}`)
    case 'part_month':
      return t(`presets.value.part_month_${(value as { allocation: PartMonth }).allocation}`)
    case 'yes_no':
      return t(value ? 'presets.value.yes' : 'presets.value.no')
    case 'carry_over': {
      const { key: clause, params } = describeCarryOver(value as CarryOver)
      return t(clause, params)
    }
  }
}

export function sayAnswerProblem(t: Translate, preset: Preset, problem: AnswerProblem): string {
  switch (problem.kind) {
    case 'unknown_figure':
      return t('presets.invalid.unknown_figure', {
        nameText: problem.key,
        knownText: Object.keys(preset.figures).join(', '),
      })
    case 'unreadable': {
      const { key, typed } = problem
      const unreadable = t('presets.invalid.unreadable', { nameText: key, typedText: typed })
      return `${unreadable} ${t(`presets.question.${key}`)}`
    }
    case 'inconsistent':
      return t(`reglement.invalid.${problem.code}`, { pathText: problem.path })
  }
}
