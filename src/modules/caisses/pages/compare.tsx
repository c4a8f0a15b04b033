import { Hono } from 'hono'
import type { ComponentChildren } from 'preact'
import { html } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField } from '../../../kit/ui/inputs.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { compareWords, pairClauses, type ClauseChange, type Piece } from '../rules/clause-changes.ts'
import { compareReglements, type Change } from '../rules/describe.ts'
import { listReglementVersions } from '../store.ts'
import { read, type CaisseEnv } from '../web.ts'
import { CaissePage } from './caisse-page.tsx'
import { sayRoundly } from './clauses.tsx'
import { versionOf } from './reglement.tsx'

export const compare = new Hono<CaisseEnv>()

compare.get('/c/:slug/reglement/comparer', async (c) => {
  const t = c.get('t')
  const versions = await read(c, listReglementVersions)
  const before = versionOf(versions, c.req.query('de') ?? versions[1]?.id ?? versions[0]?.id)
  const after = versionOf(versions, c.req.query('a') ?? versions[0]?.id)
  const changes = compareReglements(before.content, after.content)
  const options = versions.map((version) => ({
    value: version.id,
    label: t('caisses.compare.version', { month: version.validFrom, numberText: version.decision.number }),
  }))
  return html(
    <CaissePage
      c={c}
      current="/reglement"
      title={t('caisses.compare.title', { count: changes.length })}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/reglement`, label: t('caisses.reglement.title') }]}
      wide
    >
      <Form method="get">
        <div class="form-row">
          <SelectField name="de" label={t('caisses.compare.from')} options={options} value={before.id} />
          <SelectField name="a" label={t('caisses.compare.to')} options={options} value={after.id} />
          <Button icon="compare">{t('caisses.compare.show')}</Button>
        </div>
      </Form>
      {changes.length === 0 ? (
        <EmptyState title={t('caisses.compare.same')} icon="compare" />
      ) : (
        changes.map((change) => (
          <ChangeCard
            key={change.section}
            t={t}
            change={change}
            fromMonth={before.validFrom}
            toMonth={after.validFrom}
          />
        ))
      )}
    </CaissePage>,
  )
})

type ChangeCardProps = { t: Translate; change: Change; fromMonth: string; toMonth: string }

function ChangeCard({ t, change, fromMonth, toMonth }: ChangeCardProps) {
  const pairs = pairClauses(change.before, change.after)
  return (
    <section class="card card-plain">
      <h2 class="card-title">{t(`reglement.section.${change.section}`)}</h2>
      <div class="before-after">
        <div class="before">
          <h3>{t('caisses.compare.before', { month: fromMonth })}</h3>
          <ul class="clauses">
            {pairs.map((pair, i) => (
              <Before key={i} t={t} pair={pair} />
            ))}
          </ul>
        </div>
        <div class="after">
          <h3>{t('caisses.compare.after', { month: toMonth })}</h3>
          <ul class="clauses">
            {pairs.map((pair, i) => (
              <After key={i} t={t} pair={pair} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}

const removed = (children: ComponentChildren) => <del>{children}</del>
const added = (children: ComponentChildren) => <ins>{children}</ins>

function Before({ t, pair }: { t: Translate; pair: ClauseChange }) {
  if (pair.kind === 'added') return null
  if (pair.kind === 'changed') return <li class="partly">{marked(wordsOf(t, pair).before, removed)}</li>
  const text = sayRoundly(t, pair.clause.key, pair.clause.params)
  return <li>{pair.kind === 'removed' ? removed(text) : text}</li>
}

function After({ t, pair }: { t: Translate; pair: ClauseChange }) {
  if (pair.kind === 'removed') return null
  if (pair.kind === 'changed') return <li class="partly">{marked(wordsOf(t, pair).after, added)}</li>
  const text = sayRoundly(t, pair.clause.key, pair.clause.params)
  return <li>{pair.kind === 'added' ? added(text) : text}</li>
}

const wordsOf = (t: Translate, { before, after }: Extract<ClauseChange, { kind: 'changed' }>) =>
  compareWords(sayRoundly(t, before.key, before.params), sayRoundly(t, after.key, after.params))

const marked = (pieces: readonly Piece[], mark: (text: ComponentChildren) => ComponentChildren) =>
  pieces.map(({ text, changed }) => (changed ? mark(text) : text))
