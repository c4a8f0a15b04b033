import { conventions } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { fieldId } from '../../../kit/ui/form.tsx'
import { Island } from '../../../kit/ui/island.tsx'
import type { BudgetHousehold } from '../../caisses/rules/household.ts'
import type { ContributionScheme } from '../../caisses/rules/reglement.ts'
import { inputsOf } from '../rules/suggestion.ts'
import { SelfAssessment, type SelfAssessmentProps } from './self-assessment.tsx'

/** Helps to choose, where the règlement has a grid; nothing where it has none. */
export function AssessmentIsland({
  t,
  scheme,
  household,
  currency,
  asksPersons = false,
  amount = 'amount',
}: {
  t: Translate
  scheme: ContributionScheme
  household: Pick<BudgetHousehold, 'adults' | 'children'>
  currency: string
  /** Where nobody knows yet how many they are. */
  asksPersons?: boolean
  /** The field that takes the suggestion; null where there is only paper. */
  amount?: string | null
}) {
  const inputs = inputsOf(scheme)
  if (inputs.length === 0) return null
  const props: SelfAssessmentProps = {
    scheme,
    household: { adults: household.adults, children: household.children.map(() => ({})) },
    questions: inputs.map((input) => ({ input, label: t(`resident.assess.${input}`) })),
    words: {
      title: t('resident.assess.title'),
      private: t('resident.assess.private'),
      suggests: t('resident.assess.suggests'),
      take: t('resident.assess.take'),
    },
    locale: conventions(t.locale),
    currency,
    amountId: amount === null ? null : fieldId(amount),
    personsLabel: asksPersons ? t('resident.assess.persons') : null,
  }
  return (
    <Island name="self-assessment" props={props}>
      <SelfAssessment {...props} />
    </Island>
  )
}
