import { Hono } from 'hono'
import { html } from '../../kit/http.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Module } from '../../kit/module.ts'
import { monthOf, type Month } from '../../kit/month.ts'
import { Refusal } from '../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import { Form } from '../../kit/ui/form.tsx'
import { SelectField } from '../../kit/ui/inputs.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { Badge, Card, CardGrid, EmptyState } from '../../kit/ui/parts.tsx'
import { RowLink, RowList } from '../../kit/ui/navigation.tsx'
import { DataTable } from '../../kit/ui/table.tsx'
import { compareReglements, describeReglement, type Clause } from './rules/describe.ts'
import { listDecisions, listReglementVersions, type ReglementVersion } from './store.ts'
import { frameOf, read, readCaisse, type CaisseEnv } from './web.ts'

const publicPages = new Hono<CaisseEnv>()

publicPages.use('/c/:slug', readCaisse)
publicPages.use('/c/:slug/reglement', readCaisse)
publicPages.use('/c/:slug/reglement/*', readCaisse)

publicPages.get('/c/:slug', async (c) => {
  const t = c.get('t')
  const { slug, name } = c.get('caisse')
  const decisions = await read(c, listDecisions)
  return html(
    <PublicPage {...frameOf(c)} title={name} lead={t('caisses.public.lead')}>
      <CardGrid>
        <Card icon="rules" title={t('caisses.public.reglement')} href={`/c/${slug}/reglement`} look="accent">
          <p>{t('caisses.public.reglementText')}</p>
        </Card>
      </CardGrid>
      <h2>{t('caisses.public.decisions')}</h2>
      <DataTable
        caption={t('caisses.public.decisions')}
        columns={[
          { label: t('caisses.decision.title'), heading: true, cell: (decision) => decision.title },
          { label: t('caisses.decision.day'), cell: (decision) => t.day(decision.decided_on) },
          { label: t('caisses.decision.body'), cell: (decision) => decision.body },
          {
            label: '',
            cell: (decision) => t('caisses.decision.number', { numberText: decision.number }),
            numeric: true,
          },
        ]}
        rows={decisions}
        keyOf={(decision) => decision.id}
        empty={<EmptyState title={t('caisses.decision.none')} icon="decide" />}
      />
    </PublicPage>,
  )
})

publicPages.get('/c/:slug/reglement', async (c) => {
  const versions = await read(c, listReglementVersions)
  const month = monthOf(c.get('today'))
  const shown = versions.find((version) => version.validFrom <= month) ?? versions.at(-1)
  return html(
    shown ? (
      <ReglementPage
        frame={frameOf(c)}
        slug={c.get('caisse').slug}
        shown={shown}
        versions={versions}
        month={month}
      />
    ) : (
      <PublicPage {...frameOf(c)} title={c.get('t')('caisses.reglement.title')}>
        <EmptyState title={c.get('t')('caisses.reglement.none')} icon="rules">
          <p>{c.get('t')('caisses.reglement.noneText')}</p>
        </EmptyState>
      </PublicPage>
    ),
  )
})

publicPages.get('/c/:slug/reglement/comparer', async (c) => {
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
    <PublicPage
      {...frameOf(c)}
      title={t('caisses.compare.title')}
      lead={t('caisses.compare.lead', { count: changes.length })}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/reglement`, label: t('caisses.reglement.title') }]}
      wide
    >
      <Form method="get">
        <div class="form-row">
          <SelectField name="de" label={t('caisses.compare.from')} options={options} value={before.id} />
          <SelectField name="a" label={t('caisses.compare.to')} options={options} value={after.id} />
        </div>
        <Actions>
          <Button>{t('caisses.compare.show')}</Button>
        </Actions>
      </Form>
      {changes.map((change) => (
        <section class="card card-plain" key={change.section}>
          <h2 class="card-title">{t(`reglement.section.${change.section}`)}</h2>
          <div class="before-after">
            <div>
              <h3>{t('caisses.compare.before')}</h3>
              <del>
                <Clauses t={t} clauses={change.before} />
              </del>
            </div>
            <div>
              <h3>{t('caisses.compare.after')}</h3>
              <ins>
                <Clauses t={t} clauses={change.after} />
              </ins>
            </div>
          </div>
        </section>
      ))}
    </PublicPage>,
  )
})

publicPages.get('/c/:slug/reglement/:version{[0-9a-f-]{36}\\.json}', async (c) => {
  const versions = await read(c, listReglementVersions)
  const version = versionOf(versions, c.req.param('version').slice(0, -'.json'.length))
  const { validFrom, origin, content, decision } = version
  return c.json({
    caisse: c.get('caisse').name,
    valableDepuis: validFrom,
    origine: origin,
    decision: {
      numero: decision.number,
      date: decision.decided_on,
      instance: decision.body,
      titre: decision.title,
    },
    reglement: content,
  })
})

publicPages.get('/c/:slug/reglement/:version', async (c) => {
  const versions = await read(c, listReglementVersions)
  return html(
    <ReglementPage
      frame={frameOf(c)}
      slug={c.get('caisse').slug}
      shown={versionOf(versions, c.req.param('version'))}
      versions={versions}
      month={monthOf(c.get('today'))}
    />,
  )
})

function versionOf(versions: readonly ReglementVersion[], id: string | undefined): ReglementVersion {
  const version = versions.find((each) => each.id === id)
  if (!version) throw new Refusal('unknown_version', {}, 404)
  return version
}

type Frame = ReturnType<typeof frameOf>

function ReglementPage({
  frame,
  slug,
  shown,
  versions,
  month,
}: {
  frame: Frame
  slug: string
  shown: ReglementVersion
  versions: readonly ReglementVersion[]
  month: Month
}) {
  const { t } = frame
  const inForce = versions.find((version) => version.validFrom <= month)
  const previous = versions[versions.indexOf(shown) + 1]
  const { decision } = shown
  return (
    <PublicPage
      {...frame}
      title={
        shown === inForce
          ? t('caisses.reglement.title')
          : t('caisses.reglement.titleOn', { month: shown.validFrom })
      }
      lead={
        <>
          <VersionBadge t={t} version={shown} inForce={inForce} month={month} />{' '}
          {t(`caisses.reglement.origin.${shown.origin as 'adopted'}`)}
        </>
      }
    >
      {describeReglement(shown.content).map(({ section, clauses }) => (
        <section key={section}>
          <h2>{t(`reglement.section.${section}`)}</h2>
          <Clauses t={t} clauses={clauses} />
        </section>
      ))}
      <Card look="sunk" icon="decide" title={decision.title}>
        <p>
          {t('caisses.reglement.decidedBy', {
            numberText: decision.number,
            day: decision.decided_on,
            bodyText: decision.body,
          })}
        </p>
        {decision.text && <p>{decision.text}</p>}
        {decision.minutes_url && (
          <p>
            <a href={decision.minutes_url}>{t('caisses.reglement.minutes')}</a>
          </p>
        )}
      </Card>
      <Actions>
        {previous && (
          <LinkButton href={`/c/${slug}/reglement/comparer?de=${previous.id}&a=${shown.id}`} icon="compare">
            {t('caisses.reglement.compare')}
          </LinkButton>
        )}
        <LinkButton href={`/c/${slug}/reglement/${shown.id}.json`} kind="quiet" icon="download">
          {t('caisses.reglement.download')}
        </LinkButton>
      </Actions>
      {versions.length > 1 && (
        <>
          <h2>{t('caisses.reglement.versions')}</h2>
          <RowList>
            {versions.map((version) => (
              <RowLink
                key={version.id}
                href={`/c/${slug}/reglement/${version.id}`}
                title={version.decision.title}
                text={t('caisses.compare.version', {
                  month: version.validFrom,
                  numberText: version.decision.number,
                })}
                aside={<VersionBadge t={t} version={version} inForce={inForce} month={month} />}
              />
            ))}
          </RowList>
        </>
      )}
    </PublicPage>
  )
}

function VersionBadge({
  t,
  version,
  inForce,
  month,
}: {
  t: Translate
  version: ReglementVersion
  inForce: ReglementVersion | undefined
  month: Month
}) {
  if (version === inForce) {
    return <Badge tone="success">{t('caisses.reglement.inForce', { month: version.validFrom })}</Badge>
  }
  return version.validFrom > month ? (
    <Badge tone="wait">{t('caisses.reglement.coming', { month: version.validFrom })}</Badge>
  ) : (
    <Badge>{t('caisses.reglement.past')}</Badge>
  )
}

function Clauses({ t, clauses }: { t: Translate; clauses: readonly Clause[] }) {
  return (
    <ul class="clauses">
      {clauses.map(({ key, params }) => (
        <li key={key + JSON.stringify(params)}>{t(key, params)}</li>
      ))}
    </ul>
  )
}

export const caisses: Module = { publicPages }
