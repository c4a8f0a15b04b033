import type { Context } from 'hono'
import type { FormState } from '../../../../kit/http.ts'
import type { MessageKey, Translate } from '../../../../kit/i18n/translate.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../../kit/ui/choices.tsx'
import { Form, HiddenKey, type Issue, type Typed as TypedFields } from '../../../../kit/ui/form.tsx'
import { MoneyField, SelectField, TextField } from '../../../../kit/ui/inputs.tsx'
import { Card, Notice } from '../../../../kit/ui/parts.tsx'
import {
  fieldsOf,
  kindsOf,
  SECTIONS,
  type FormField,
  type FormSection,
} from '../../../caisses/rules/reglement-form/fields.ts'
import { readForm } from '../../../caisses/rules/reglement-form/read.ts'
import type { CaisseEnv } from '../../../caisses/web.ts'
import { draftHref, draftOf, DraftPage } from './frame.tsx'

const label = (name: string) => `draft.field.${name}` as MessageKey
const SECTION_TITLES = {
  contribution: 'reglement.section.contribution',
  thirdParty: 'draft.section.thirdParty',
  allocation: 'reglement.section.allocation',
  months: 'draft.section.months',
  carryOver: 'reglement.section.carryOver',
} as const satisfies Record<FormSection, MessageKey>

/** The amounts of the kinds that were chosen. Saved as far as one has come; what is missing is said at its field. */
export async function fieldsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const draft = await draftOf(c)
  const read = readForm(draft.typed)
  const saved = c.req.query('enregistre') !== undefined
  const fields = fieldsOf(kindsOf(draft.typed))
  const sent = form.issues.length > 0 || form.refusal !== null
  const issues: readonly Issue[] = sent || read.ok || !saved ? form.issues : read.issues
  const href = draftHref(c, draft)
  return (
    <DraftPage
      c={c}
      draft={draft}
      tab=""
      title={read.ok ? t('draft.fields.ready') : t('draft.fields.title', { count: read.issues.length })}
      lead={t('draft.fields.lead')}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          saved && <Notice tone="success" title={t('draft.fields.saved')} />
        )
      }
    >
      <Form
        action={href}
        issues={issues}
        typed={sent ? form.typed : withoutEmpty({ ...draft.typed, name: draft.name })}
        idempotencyKey={form.key}
        labels={Object.fromEntries(fields.map((field) => [field.name, t(label(field.label))]))}
      >
        <TextField name="name" label={t('draft.start.name')} maxLength={120} />
        {SECTIONS.map((section) => {
          const asked = fields.filter((field) => field.section === section)
          if (asked.length === 0) return null
          return (
            <Card key={section} title={t(SECTION_TITLES[section])}>
              {asked.map((field) => (
                <Asked key={field.name} t={t} field={field} />
              ))}
            </Card>
          )
        })}
        <Actions sticky>
          <Button kind="primary" icon="save">
            {t('draft.fields.save')}
          </Button>
          {read.ok && (
            <LinkButton href={`${href}/effet`} icon="compare">
              {t('draft.tab.effect')}
            </LinkButton>
          )}
        </Actions>
      </Form>
      <form method="post" action={`${href}/abandonner`}>
        <HiddenKey value={form.key} />
        <Button kind="quiet" icon="delete">
          {t('draft.fields.drop')}
        </Button>
      </form>
    </DraftPage>
  )
}

/** An empty text says that nothing was chosen yet. */
const withoutEmpty = (typed: TypedFields): TypedFields =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''))

const HINTED = new Set([
  'stepCents',
  'ceiling_cents',
  'amountsCents',
  'tiers',
  'hours',
  'what',
  'childExtraCents',
  'childAgeLimit',
  'assessment_criteria_bands',
  'assessment_criteria_input',
  'assessment_amounts',
  'carryOver_months',
  'levyBasisPoints',
])

function Asked({ t, field }: { t: Translate; field: FormField }) {
  const { name, kind, label: text, options, rights } = field
  const optional = /OrNone$|^check$/.test(kind)
  const number = /criteria\.(\d)/.exec(name)?.[1]
  const words = number === undefined ? t(label(text)) : `${Number(number) + 1}. ${t(label(text))}`
  const points = kind === 'pointBandsOrNone' ? 'assessment_criteria_points' : text
  const hint = HINTED.has(text) ? t(`draft.hint.${points}` as MessageKey) : undefined
  const shared = { name, label: words, ...(hint && { hint }), optional }
  switch (kind) {
    case 'money':
    case 'moneyOrNone':
      return <MoneyField {...shared} {...(rights && { suffix: t.unit ?? '' })} />
    case 'check':
      return <CheckboxField {...shared} />
    case 'choice':
    case 'choiceOrNone':
      return (
        <SelectField
          {...shared}
          options={[
            ...(kind === 'choiceOrNone' ? [{ value: '', label: t('draft.option.none') }] : []),
            ...(options ?? []).map((option) => ({
              value: option,
              label: t(`draft.option.${option}` as MessageKey),
            })),
          ]}
          {...(kind === 'choiceOrNone' && { value: '' })}
        />
      )
    case 'bandsOrNone':
    case 'pointBandsOrNone':
    case 'pointAmounts':
    case 'tiers':
      return <TextField {...shared} rows={5} maxLength={4_000} />
    case 'percent':
    case 'percentOrNone':
      return <MoneyField {...shared} suffix="%" />
    case 'words':
    case 'wordsOrNone':
      return <TextField {...shared} maxLength={200} />
    case 'amounts':
    case 'amountsOrNone':
      return <TextField {...shared} maxLength={1_000} inputmode="text" />
    default:
      return <TextField {...shared} inputmode="decimal" width="short" />
  }
}
