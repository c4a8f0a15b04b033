import type { Context } from 'hono'
import type { Fields } from '../../../kit/http.ts'
import { freshForm } from '../../../kit/http.ts'
import { translator, type Translate } from '../../../kit/i18n/translate.ts'
import { addMonths } from '../../../kit/month.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { HiddenKey, KEY_FIELD } from '../../../kit/ui/form.tsx'
import { Card, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { MonthLine } from '../../allocations/rules/compute-month.ts'
import { sayRoundly } from '../../caisses/pages/clauses.tsx'
import type { Reason } from '../../caisses/rules/reason.ts'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Household } from '../../people/store/households.ts'
import type { Preview } from '../actions/life.ts'
import { EVENT_PATHS, type WrittenEvent } from '../rules/event.ts'
import { fileHref, HouseholdPage, readsContributions } from './frame.tsx'

/** What an event changes, by the règlements in force, before it is done. */
export function PreviewPage({
  c,
  household,
  kind,
  preview,
  fields,
}: {
  c: Context<CaisseEnv>
  household: Household
  kind: WrittenEvent
  preview: Preview
  fields: Fields
}) {
  const t = c.get('t')
  const href = fileHref(c, `/vie/${EVENT_PATHS[kind]}`)
  return (
    <HouseholdPage
      c={c}
      household={household}
      title={t(`life.preview.title.${kind}`)}
      lead={t('life.preview.lead', { month: addMonths(preview.from, -1) })}
      trail={[{ href: fileHref(c, '/vie'), label: t('life.menu.title') }]}
    >
      {preview.households.map((one) => (
        <HouseholdChange c={c} key={one.id} one={one} months={preview.months} />
      ))}
      <Card title={t('life.preview.access')} icon="code">
        <ul>
          {t(`life.access.${kind}`)
            .split('\n')
            .map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
        </ul>
      </Card>
      <form method="post" action={href} class="form">
        <HiddenKey value={freshForm().key} />
        {Object.entries(fields).map(
          ([name, value]) =>
            typeof value === 'string' &&
            name !== KEY_FIELD &&
            name !== 'step' && <input type="hidden" name={name} value={value} key={name} />,
        )}
        <Actions sticky>
          <Button kind="primary" icon="check" name="step" value="faire">
            {t(`life.preview.confirm.${kind}`)}
          </Button>
          <Button kind="quiet" name="step" value="corriger">
            {t('life.preview.correct')}
          </Button>
        </Actions>
      </form>
    </HouseholdPage>
  )
}

type Change = Preview['households'][number]

function HouseholdChange({
  c,
  one: { before, after },
  months,
}: {
  c: Context<CaisseEnv>
  one: Change
  months: Preview['months']
}) {
  const t = c.get('t')
  const money = readsContributions(c)
  return (
    <Card title={before ? after.name : t('life.preview.new', { nameText: after.name })} icon="household">
      <p>
        {before && before.leftCents !== after.leftCents
          ? t('life.preview.leftChanges', {
              beforeRightsCents: before.leftCents,
              afterRightsCents: after.leftCents,
            })
          : t('life.preview.leftStays', { rightsCents: after.leftCents })}
      </p>
      {money && (before?.aheadCents ?? 0) !== after.aheadCents && (
        <p>
          {t('life.preview.aheadChanges', {
            beforeCents: before?.aheadCents ?? 0,
            afterCents: after.aheadCents,
          })}
        </p>
      )}
      <DataTable
        dense
        caption={t('life.preview.caption', { nameText: after.name })}
        columns={[
          { label: t('life.preview.month'), heading: true, cell: (month) => t.month(month) },
          ...(money
            ? [
                {
                  label: t('life.preview.due'),
                  cell: (month: string) => (
                    <Amounts
                      t={t}
                      before={before?.months.get(month)}
                      after={after.months.get(month)}
                      read={({ contributionCents }) => contributionCents}
                      why={({ contributionReason }) => contributionReason}
                    />
                  ),
                },
              ]
            : []),
          {
            label: t('life.preview.rights'),
            cell: (month) => (
              <Amounts
                t={t}
                rights
                before={before?.months.get(month)}
                after={after.months.get(month)}
                read={({ allocationCents }) => allocationCents}
                why={({ reason }) => reason}
              />
            ),
          },
        ]}
        rows={months}
        keyOf={(month) => month}
      />
    </Card>
  )
}

/** From what to what; a household that is not there owes and receives nothing. */
function Amounts({
  t,
  before,
  after,
  read,
  why,
  rights = false,
}: {
  t: Translate
  before: MonthLine | undefined
  after: MonthLine | undefined
  read: (line: MonthLine) => number
  why: (line: MonthLine) => Reason
  rights?: boolean
}) {
  const [from, to] = [before ? read(before) : 0, after ? read(after) : 0]
  const reason = after && why(after)
  return (
    <div>
      {from !== to && (
        <>
          <span class="soft">
            <Money cents={from} rights={rights} bare />
          </span>{' '}
          <span aria-hidden="true">→</span>
          <span class="visually-hidden">{t('life.preview.then')}</span>{' '}
        </>
      )}
      <strong>
        <Money cents={to} rights={rights} />
      </strong>
      {reason && <p class="soft small">{sayRoundly(translator(t.locale), reason.code, reason.params)}</p>}
    </div>
  )
}
