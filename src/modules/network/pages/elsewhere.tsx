import { Hono, type Context } from 'hono'
import type { ComponentChildren } from 'preact'
import { freshForm, html } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { DeskPage, PublicPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, CardGrid, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { deskFrame, mayHere, publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { TEAM } from '../actions.ts'
import { hostOf, isOld, type Stage } from '../rules/sister.ts'
import {
  listFigures,
  listPublications,
  listSisters,
  type Figure,
  type Publication,
  type Sister,
} from '../store.ts'

/** What goes on elsewhere, for everybody; the team keeps it up. */
export const elsewhere = new Hono<CaisseEnv>()

elsewhere.use('/c/:slug/ailleurs', readCaisse)

export const elsewhereHref = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/ailleurs`

const SHOWN = 12

elsewhere.get('/c/:slug/ailleurs', async (c) => {
  const t = c.get('t')
  const { sisters, figures, publications } = await read(c, async (tx) => ({
    sisters: await listSisters(tx),
    figures: await listFigures(tx),
    publications: await listPublications(tx),
  }))
  const now = c.get('app').now()
  const toCome = publications.filter(({ startsAt }) => startsAt !== null && startsAt > now).toReversed()
  const out = publications.filter(({ startsAt }) => startsAt === null || startsAt <= now).slice(0, SHOWN)
  const keeps = mayHere(c, TEAM)
  return html(
    <Frame c={c} title={t('network.title', { count: sisters.length })} lead={t('network.lead')}>
      {sisters.length === 0 && publications.length === 0 && (
        <EmptyState icon="external" title={t('network.empty')}>
          {t('network.emptyText')}
        </EmptyState>
      )}
      {toCome.length > 0 && (
        <Card title={t('network.toCome')} icon="calendar" look="accent">
          <Publications c={c} list={toCome} keeps={keeps} toCome />
        </Card>
      )}
      {out.length > 0 && (
        <Card title={t('network.out')} icon="document">
          <Publications c={c} list={out} keeps={keeps} />
        </Card>
      )}
      {sisters.length > 0 && (
        <CardGrid>
          {sisters.map((sister) => (
            <SisterCard
              key={sister.id}
              c={c}
              sister={sister}
              figures={figures.filter(({ sisterId }) => sisterId === sister.id)}
              keeps={keeps}
            />
          ))}
        </CardGrid>
      )}
    </Frame>,
  )
})

type FrameProps = { c: Context<CaisseEnv>; title: string; lead: string; children: ComponentChildren }

function Frame({ c, title, lead, children }: FrameProps) {
  const t = c.get('t')
  if (!mayHere(c, ['coordinator', 'treasurer', 'administrator']))
    return (
      <PublicPage {...publicFrame(c)} title={title} lead={lead} wide>
        {children}
      </PublicPage>
    )
  const href = elsewhereHref(c)
  const told = (['garde', 'retire', 'relu'] as const).find((each) => c.req.query(each) === 'oui')
  return (
    <DeskPage
      {...deskFrame(c, '/ailleurs')}
      title={title}
      lead={lead}
      notice={told && <Notice tone="success" title={t(`network.told.${told}`)} />}
      actions={
        mayHere(c, TEAM) && (
          <LinkButton kind="primary" icon="add" href={`${href}/publication`}>
            {t('network.addPublication')}
          </LinkButton>
        )
      }
    >
      {children}
      {mayHere(c, TEAM) && (
        <Actions>
          <LinkButton icon="add" href={`${href}/nouvelle`}>
            {t('network.addSister')}
          </LinkButton>
          <form method="post" action={`${href}/connues`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="quiet" icon="download">
              {t('network.addKnown')}
            </Button>
          </form>
        </Actions>
      )}
    </DeskPage>
  )
}

type PublicationsProps = {
  c: Context<CaisseEnv>
  list: readonly Publication[]
  keeps: boolean
  toCome?: boolean
}

function Publications({ c, list, keeps, toCome = false }: PublicationsProps) {
  const t = c.get('t')
  return (
    <ul class="row-list">
      {list.map((one) => (
        <li class="row" key={one.id}>
          <span class="row-text">
            {one.url === null ? (
              <span class="row-title">{one.title}</span>
            ) : (
              <a href={one.url} rel="noopener">
                {one.title}
              </a>
            )}
            <span class="row-more">
              {[
                t(
                  toCome
                    ? 'network.kind.webinar'
                    : one.kind === 'webinar' && one.url
                      ? 'network.viewable'
                      : `network.kind.${one.kind}`,
                ),
                one.sister,
                sayDay(c, one),
                one.url && hostOf(one.url),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
          {keeps && (
            <form method="post" action={`${elsewhereHref(c)}/publication/${one.id}/retirer`}>
              <HiddenKey value={freshForm().key} />
              <Button kind="quiet" icon="delete">
                <span class="visually-hidden">
                  {t('network.removePublication', { titleText: one.title })}
                </span>
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}

function sayDay(c: Context<CaisseEnv>, { startsAt, publishedOn }: Publication): string | null {
  const t = c.get('t')
  if (startsAt !== null)
    return t('network.at', { day: dayAt(startsAt, c.get('caisse').time_zone), hourText: t.time(startsAt) })
  return publishedOn === null ? null : t.day(publishedOn)
}

const TONES: Record<Stage, Tone | undefined> = { running: 'success', preparing: 'wait', ended: undefined }

type SisterCardProps = {
  c: Context<CaisseEnv>
  sister: Sister
  figures: readonly Figure[]
  keeps: boolean
}

function SisterCard({ c, sister, figures, keeps }: SisterCardProps) {
  const t = c.get('t')
  return (
    <Card title={sister.name}>
      <p>
        <Badge tone={TONES[sister.stage]}>{t(`network.stage.${sister.stage}`)}</Badge> {sister.place}
      </p>
      {figures.length > 0 && (
        <dl class="sister-figures">
          {figures.map((figure) => (
            <FigureLine c={c} figure={figure} key={figure.id} />
          ))}
        </dl>
      )}
      <div class="actions">
        {sister.website !== null && (
          <LinkButton kind="quiet" icon="external" href={sister.website}>
            {t('network.website')}
            <span class="visually-hidden"> {sister.name}</span>
          </LinkButton>
        )}
        {keeps && (
          <LinkButton kind="quiet" icon="edit" href={`${elsewhereHref(c)}/${sister.id}`}>
            {t('network.edit')}
            <span class="visually-hidden"> {sister.name}</span>
          </LinkButton>
        )}
      </div>
    </Card>
  )
}

/** A figure with where it was read and when; one that nobody has looked at for a year steps back, and says so. */
export function FigureLine({ c, figure }: { c: Context<CaisseEnv>; figure: Figure }) {
  const t = c.get('t')
  const old = isOld(figure.readOn, c.get('today'))
  return (
    <div class={old ? 'figure-old' : undefined}>
      <dt>{figure.label}</dt>
      <dd>
        {figure.value}
        <span class="letter-line">
          <a href={figure.sourceUrl} rel="noopener">
            {hostOf(figure.sourceUrl)}
          </a>
          {', '}
          {t(old ? 'network.readLongAgo' : 'network.readOn', { day: figure.readOn })}
        </span>
      </dd>
    </div>
  )
}
