import type { Context } from 'hono'
import type { FormState } from '../../../../kit/http.ts'
import type { Translate } from '../../../../kit/i18n/translate.ts'
import { Actions, Button } from '../../../../kit/ui/button.tsx'
import { CheckboxField, RadioCards } from '../../../../kit/ui/choices.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { SelectField } from '../../../../kit/ui/inputs.tsx'
import { Card, Notice } from '../../../../kit/ui/parts.tsx'
import {
  ALLOCATIONS,
  ASSESSMENTS,
  CARRY_OVERS,
  CONTRIBUTIONS,
  kindsOf,
  SHARES,
  UNITS,
} from '../../../caisses/rules/reglement-form/fields.ts'
import type { CaisseEnv } from '../../../caisses/web.ts'
import { draftHref, draftOf, DraftPage } from './frame.tsx'

type Group = 'unit' | 'contribution' | 'allocation' | 'carryOver'

const cards = (t: Translate, group: Group, kinds: readonly string[]) =>
  kinds.map((kind) => ({
    value: kind,
    label: t(`draft.kind.${group}.${kind}` as 'draft.kind.unit.person'),
    hint: t(`draft.kindHint.${group}.${kind}` as 'draft.kindHint.unit.person'),
  }))

/** First which kinds of rules, then their amounts on the next page. */
export async function kindsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const draft = await draftOf(c)
  const kinds = kindsOf(draft.typed)
  return (
    <DraftPage
      c={c}
      draft={draft}
      tab="sortes"
      title={t('draft.kinds.title')}
      lead={t('draft.kinds.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form
        action={`${draftHref(c, draft)}/sortes`}
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
      >
        <Card title={t('reglement.section.unit')} icon="household">
          <RadioCards
            name="unit"
            label={t('draft.kinds.unit')}
            value={kinds.unit}
            options={cards(t, 'unit', UNITS)}
          />
        </Card>
        <Card title={t('reglement.section.contribution')} icon="collect">
          <RadioCards
            name="contribution"
            label={t('draft.kinds.contribution')}
            value={kinds.contribution}
            options={cards(t, 'contribution', CONTRIBUTIONS)}
          />
          <SelectField
            name="assessment"
            label={t('draft.kinds.assessment')}
            hint={t('draft.kinds.assessmentHint')}
            value={kinds.assessment}
            options={ASSESSMENTS.map((kind) => ({
              value: kind,
              label: t(`draft.kind.assessment.${kind === '' ? 'none' : kind}`),
            }))}
            optional
          />
          <CheckboxField
            name="thirdParty"
            label={t('draft.kinds.thirdParty')}
            checked={kinds.thirdParty}
            optional
          />
          <SelectField
            name="share"
            label={t('draft.kinds.share')}
            hint={t('draft.kinds.shareHint')}
            value={kinds.share}
            options={SHARES.map((kind) => ({ value: kind, label: t(`draft.kind.share.${kind}`) }))}
            optional
          />
        </Card>
        <Card title={t('reglement.section.allocation')} icon="meal">
          <RadioCards
            name="allocation"
            label={t('draft.kinds.allocation')}
            value={kinds.allocation}
            options={cards(t, 'allocation', ALLOCATIONS)}
          />
        </Card>
        <Card title={t('reglement.section.carryOver')} icon="history">
          <RadioCards
            name="carryOver"
            label={t('draft.kinds.carryOver')}
            value={kinds.carryOver}
            options={cards(t, 'carryOver', CARRY_OVERS)}
          />
        </Card>
        <Actions sticky>
          <Button kind="primary" icon="forward">
            {t('draft.kinds.go')}
          </Button>
        </Actions>
      </Form>
    </DraftPage>
  )
}
