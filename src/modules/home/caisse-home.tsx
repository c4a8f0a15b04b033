import { Hono } from 'hono'
import { html } from '../../kit/http.ts'
import { monthOf } from '../../kit/month.ts'
import { LinkButton } from '../../kit/ui/button.tsx'
import { RowItem, RowLink, RowList } from '../../kit/ui/navigation.tsx'
import { PublicPage } from '../../kit/ui/pages.tsx'
import { EmptyState, Hero, Stat } from '../../kit/ui/parts.tsx'
import { TableScene } from '../../kit/ui/table-scene.tsx'
import { OutletRow } from '../accreditation/outlet-row.tsx'
import { listOutlets } from '../accreditation/store.ts'
import { GlanceOf } from '../caisses/pages/glance.tsx'
import { listDecisions, listReglementVersions, listTerritories } from '../caisses/store.ts'
import { publicFrame, read, readCaisse, type CaisseEnv } from '../caisses/web.ts'

export const caisseHome = new Hono<CaisseEnv>()

const OUTLETS_SHOWN = 4

caisseHome.use('/c/:slug', readCaisse)

/** What a neighbour finds first: what this is, what one gives and receives, where, and who decided. */
caisseHome.get('/c/:slug', async (c) => {
  const t = c.get('t')
  const { slug, name } = c.get('caisse')
  const today = c.get('today')
  const { versions, outlets, decisions, territories } = await read(c, async (tx) => ({
    versions: await listReglementVersions(tx),
    outlets: await listOutlets(tx, today),
    decisions: await listDecisions(tx),
    territories: await listTerritories(tx),
  }))
  const inForce = versions.find((version) => version.validFrom <= monthOf(today))
  return html(
    <PublicPage {...publicFrame(c, '')} title={name} heading={null} wide>
      <Hero
        title={name}
        lead={t('caisses.public.lead')}
        picture={<TableScene />}
        actions={
          <>
            <LinkButton kind="primary" href={`/c/${slug}/rejoindre`} icon="agreement">
              {t('waiting.join.button')}
            </LinkButton>
            <LinkButton href={`/c/${slug}/reglement`} icon="rules">
              {t('caisses.public.reglement')}
            </LinkButton>
            <LinkButton href={`/c/${slug}/lieux`} icon="places">
              {t('caisses.nav.places')}
            </LinkButton>
          </>
        }
      />
      {inForce && (
        <section class="stack">
          <h2>{t('caisses.public.glance')}</h2>
          <GlanceOf t={t} reglement={inForce.content}>
            {territories.length > 0 && (
              <Stat
                label={t('caisses.glance.label.territories')}
                value={territories.length}
                hint={territories.map((territory) => territory.name).join(', ')}
              />
            )}
          </GlanceOf>
        </section>
      )}
      <section class="stack">
        <h2>{t('accreditation.places.title')}</h2>
        {outlets.length === 0 ? (
          <EmptyState title={t('accreditation.places.none')} icon="shop">
            <p>{t('accreditation.places.noneText')}</p>
          </EmptyState>
        ) : (
          <RowList>
            {outlets.slice(0, OUTLETS_SHOWN).map((outlet) => (
              <OutletRow key={outlet.id} t={t} outlet={outlet} today={c.get('today')} />
            ))}
            {outlets.length > OUTLETS_SHOWN && (
              <RowLink
                href={`/c/${slug}/lieux`}
                title={t('accreditation.places.all', { count: outlets.length })}
              />
            )}
          </RowList>
        )}
      </section>
      <section class="stack">
        <h2>{t('caisses.public.decisions')}</h2>
        {decisions.length === 0 ? (
          <EmptyState title={t('caisses.decision.none')} icon="decide" />
        ) : (
          <RowList>
            {decisions.map((decision) => (
              <RowItem
                key={decision.id}
                icon="decide"
                title={decision.title}
                text={t('caisses.decision.line', {
                  numberText: decision.number,
                  bodyText: decision.body,
                  day: decision.decided_on,
                })}
              />
            ))}
          </RowList>
        )}
      </section>
    </PublicPage>,
  )
})
