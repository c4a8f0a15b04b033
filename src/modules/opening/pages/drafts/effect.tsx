import type { Context } from 'hono'
import { addMonths, monthOf, MonthValue, type Month } from '../../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { MonthField } from '../../../../kit/ui/inputs.tsx'
import { Card, CardGrid, DefinitionList, EmptyState, Money, Notice } from '../../../../kit/ui/parts.tsx'
import { compareReglements, describeReglement } from '../../../caisses/rules/describe.ts'
import { readForm } from '../../../caisses/rules/reglement-form/read.ts'
import { Clauses } from '../../../caisses/pages/clauses.tsx'
import { listReglementVersions } from '../../../caisses/store.ts'
import { read, type CaisseEnv } from '../../../caisses/web.ts'
import {
  readBudgetHouseholds,
  type BudgetHouseholdRow,
} from '../../../contributions/store/budget-households.ts'
import { effectOf, type Effect, type Moves } from '../../rules/effect.ts'
import { draftHref, draftOf, DraftPage } from './frame.tsx'

/** What the draft would change for the households of today: sums and numbers of households, never a name. */
export async function effectPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const draft = await draftOf(c)
  const form = readForm(draft.typed)
  const href = draftHref(c, draft)
  if (!form.ok)
    return (
      <DraftPage c={c} draft={draft} tab="effet" title={t('draft.effect.notYet')}>
        <EmptyState
          title={t('draft.fields.title', { count: form.issues.length })}
          icon="edit"
          action={<LinkButton href={`${href}?enregistre=oui`}>{t('draft.tab.fields')}</LinkButton>}
        />
      </DraftPage>
    )
  const today = c.get('today')
  const asked = MonthValue.safeParse(c.req.query('mois'))
  const month = asked.success ? asked.data : (draft.proposal?.validFrom ?? addMonths(monthOf(today), 1))
  const { before, households } = await read(c, async (tx) => {
    const versions = await listReglementVersions(tx)
    const all: BudgetHouseholdRow[] = []
    for await (const some of readBudgetHouseholds(tx, month, { received: false })) all.push(...some)
    return { before: versions.find(({ validFrom }) => validFrom <= month)?.content ?? null, households: all }
  })
  const effect = effectOf(before, form.reglement, month, households)
  const changes = before ? compareReglements(before, form.reglement) : []
  return (
    <DraftPage
      c={c}
      draft={draft}
      tab="effet"
      title={titleOf(c, effect, month)}
      lead={t('draft.effect.lead', { count: effect.households, month })}
    >
      <Form method="get">
        <MonthField
          name="mois"
          label={t('draft.effect.month')}
          value={month}
          from={addMonths(monthOf(today), -1)}
          to={addMonths(monthOf(today), 12)}
        />
        <Actions>
          <Button>{t('draft.effect.show')}</Button>
        </Actions>
      </Form>
      {effect.households === 0 && (
        <Notice tone="info" title={t('draft.effect.nobody')}>
          <p>{t('draft.effect.nobodyText')}</p>
        </Notice>
      )}
      <CardGrid>
        <Side c={c} title={t('reglement.section.contribution')} side={effect.contributions} />
        <Side c={c} title={t('reglement.section.allocation')} side={effect.allocations} rights />
      </CardGrid>
      <section class="stack">
        <h2>{t(before ? 'draft.effect.changes' : 'draft.effect.says', { count: changes.length })}</h2>
        {before
          ? changes.map((change) => (
              <Card key={change.section} title={t(`reglement.section.${change.section}`)} level={3}>
                <Clauses t={t} clauses={change.after} />
              </Card>
            ))
          : describeReglement(form.reglement).map(({ section, clauses }) => (
              <Card key={section} title={t(`reglement.section.${section}`)} level={3}>
                <Clauses t={t} clauses={clauses} />
              </Card>
            ))}
      </section>
      <Actions>
        <LinkButton kind="primary" icon="decide" href={`${href}/adoption`}>
          {t('draft.effect.adopt')}
        </LinkButton>
      </Actions>
    </DraftPage>
  )
}

function titleOf(c: Context<CaisseEnv>, { allocations }: Effect, month: Month): string {
  const t = c.get('t')
  const { beforeCents, afterCents, moves } = allocations
  if (beforeCents === null || !moves) return t('draft.effect.titleFirst', { rightsCents: afterCents, month })
  if (moves.up === 0 && moves.down === 0) return t('draft.effect.titleSame')
  return t('draft.effect.title', { up: moves.up, down: moves.down })
}

type SideOf = { beforeCents: number | null; afterCents: number; moves: Moves | null }

function Side({
  c,
  title,
  side,
  rights = false,
}: {
  c: Context<CaisseEnv>
  title: string
  side: SideOf
  rights?: boolean
}) {
  const t = c.get('t')
  const { beforeCents, afterCents, moves } = side
  return (
    <Card title={title}>
      <DefinitionList
        amounts
        items={[
          ...(beforeCents === null
            ? []
            : [{ term: t('draft.effect.before'), value: <Money cents={beforeCents} rights={rights} /> }]),
          {
            term: <strong>{t('draft.effect.after')}</strong>,
            value: <Money cents={afterCents} rights={rights} />,
          },
          ...(beforeCents === null
            ? []
            : [
                {
                  term: t('draft.effect.difference'),
                  value: <Money cents={afterCents - beforeCents} rights={rights} sign />,
                },
              ]),
        ]}
      />
      {moves && <p>{t('draft.effect.moves', { up: moves.up, down: moves.down, same: moves.same })}</p>}
    </Card>
  )
}
