import { Hono, type Context } from 'hono'
import { fileAnswer, html } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { monthOf, type Month } from '../../../kit/month.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, LinkButton } from '../../../kit/ui/button.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge, Card, EmptyState } from '../../../kit/ui/parts.tsx'
import { LICENCE, reglementPaper } from '../reglement-paper.ts'
import { describeReglement } from '../rules/describe.ts'
import { listReglementVersions, type ReglementVersion } from '../store.ts'
import { mayHere, read, type CaisseEnv } from '../web.ts'
import { CaissePage } from './caisse-page.tsx'
import { Clauses } from './clauses.tsx'
import { GlanceOf } from './glance.tsx'

export const reglement = new Hono<CaisseEnv>()

reglement.get('/c/:slug/reglement', async (c) => {
  const t = c.get('t')
  const versions = await read(c, listReglementVersions)
  const month = monthOf(c.get('today'))
  const shown = versions.find((version) => version.validFrom <= month) ?? versions.at(-1)
  if (shown) return html(<ReglementPage c={c} shown={shown} versions={versions} month={month} />)
  return html(
    <CaissePage c={c} current="/reglement" title={t('caisses.reglement.title')}>
      <EmptyState
        title={t('caisses.reglement.none')}
        icon="rules"
        action={
          mayHere(c, ['coordinator', 'treasurer', 'administrator']) && (
            <LinkButton href={`/c/${c.get('caisse').slug}/projets-de-reglement`} icon="edit">
              {t('draft.nav')}
            </LinkButton>
          )
        }
      >
        <p>{t('caisses.reglement.noneText')}</p>
      </EmptyState>
    </CaissePage>,
  )
})

reglement.get('/c/:slug/reglement/:version{[0-9a-f-]{36}\\.json}', async (c) => {
  const versions = await read(c, listReglementVersions)
  const version = versionOf(versions, c.req.param('version').slice(0, -'.json'.length))
  const { validFrom, origin, content, decision } = version
  c.header(
    'content-disposition',
    `attachment; filename="reglement-${c.get('caisse').slug}-${validFrom}.json"`,
  )
  return c.json({
    caisse: c.get('caisse').name,
    valableDepuis: validFrom,
    origine: origin,
    licence: LICENCE,
    decision: {
      numero: decision.number,
      date: decision.decided_on,
      instance: decision.body,
      titre: decision.title,
    },
    reglement: content,
  })
})

reglement.get('/c/:slug/reglement/:version{[0-9a-f-]{36}\\.pdf}', async (c) => {
  const caisse = c.get('caisse')
  const id = c.req.param('version').slice(0, -'.pdf'.length)
  const { version, paper } = await read(c, async (tx) => {
    const found = versionOf(await listReglementVersions(tx), id)
    return { version: found, paper: await reglementPaper(tx, caisse, found, c.get('app').now()) }
  })
  const pdf = await printPaper(paper)
  return fileAnswer(pdf, 'application/pdf', `reglement-${caisse.slug}-${version.validFrom}.pdf`)
})

reglement.get('/c/:slug/reglement/:version', async (c) => {
  const versions = await read(c, listReglementVersions)
  const shown = versionOf(versions, c.req.param('version'))
  return html(<ReglementPage c={c} shown={shown} versions={versions} month={monthOf(c.get('today'))} />)
})

export function versionOf(versions: readonly ReglementVersion[], id: string | undefined): ReglementVersion {
  const version = versions.find((each) => each.id === id)
  if (!version) throw new Refusal('unknown_version', {}, 404)
  return version
}

type ReglementPageProps = {
  c: Context<CaisseEnv>
  shown: ReglementVersion
  versions: readonly ReglementVersion[]
  month: Month
}

function ReglementPage({ c, shown, versions, month }: ReglementPageProps) {
  const t = c.get('t')
  const home = `/c/${c.get('caisse').slug}/reglement`
  const inForce = versions.find((version) => version.validFrom <= month)
  const previous = versions[versions.indexOf(shown) + 1]
  const coming = shown === inForce ? versions[versions.indexOf(shown) - 1] : undefined
  return (
    <CaissePage
      c={c}
      current="/reglement"
      title={
        shown === inForce
          ? t('caisses.reglement.title')
          : t('caisses.reglement.titleOn', { month: shown.validFrom })
      }
      lead={t(`caisses.reglement.origin.${shown.origin as 'adopted'}`)}
    >
      <p class="badges">
        <VersionBadge t={t} version={shown} inForce={inForce} month={month} />
      </p>
      <GlanceOf t={t} reglement={shown.content} />
      <div class="reglement">
        {describeReglement(shown.content).map(({ section, clauses }) => (
          <section class="reglement-section" key={section}>
            <h2>{t(`reglement.section.${section}`)}</h2>
            <Clauses t={t} clauses={clauses} />
          </section>
        ))}
      </div>
      <DecisionCard t={t} version={shown} />
      <Actions>
        {coming && (
          <LinkButton href={`${home}/comparer?de=${shown.id}&a=${coming.id}`} icon="compare">
            {t('caisses.reglement.compareNext', { month: coming.validFrom })}
          </LinkButton>
        )}
        {previous && (
          <LinkButton href={`${home}/comparer?de=${previous.id}&a=${shown.id}`} icon="compare">
            {t('caisses.reglement.compare')}
          </LinkButton>
        )}
        {mayHere(c, ['coordinator', 'treasurer', 'administrator']) && (
          <LinkButton href={`/c/${c.get('caisse').slug}/projets-de-reglement`} icon="edit">
            {t('draft.nav')}
          </LinkButton>
        )}
        <LinkButton href={`${home}/${shown.id}.pdf`} icon="download" download>
          {t('caisses.reglement.pdf')}
        </LinkButton>
        <LinkButton href={`${home}/${shown.id}.json`} kind="quiet" icon="download" download>
          {t('caisses.reglement.download')}
        </LinkButton>
      </Actions>
      <p class="soft small">
        {t('caisses.reglement.licence')} <a href={LICENCE.adresse}>{LICENCE.nom}</a>
      </p>
      {versions.length > 1 && (
        <section class="stack">
          <h2>{t('caisses.reglement.versions')}</h2>
          <RowList>
            {versions.map((version) => (
              <RowLink
                key={version.id}
                href={`${home}/${version.id}`}
                title={version.decision.title}
                text={t('caisses.reglement.decisionOn', {
                  numberText: version.decision.number,
                  day: version.decision.decided_on,
                })}
                aside={<VersionBadge t={t} version={version} inForce={inForce} month={month} />}
              />
            ))}
          </RowList>
        </section>
      )}
    </CaissePage>
  )
}

function DecisionCard({ t, version: { decision } }: { t: Translate; version: ReglementVersion }) {
  return (
    <Card look="sunk" icon="decide" title={decision.title}>
      {decision.text && <p>{decision.text}</p>}
      <p class="soft">
        {t('caisses.reglement.decidedBy', {
          numberText: decision.number,
          day: decision.decided_on,
          bodyText: decision.body,
        })}
      </p>
      {decision.minutes_url && (
        <p>
          <a href={decision.minutes_url}>{t('caisses.reglement.minutes')}</a>
        </p>
      )}
    </Card>
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
