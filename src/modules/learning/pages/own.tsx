import { Hono } from 'hono'
import { actorOf, html } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, EmptyState } from '../../../kit/ui/parts.tsx'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { personFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { ownHousehold } from '../../people/store/own-household.ts'
import { pathOf } from '../rules.ts'
import { listSteps, nextByKind, progressOf } from '../store.ts'
import { Asked } from './team.tsx'

/** A resident sees where they are on the path, what comes next, and the other way. */
export const own = new Hono<CaisseEnv>()

own.get('/c/:slug/moi/parcours', readCaisse, async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const actor = actorOf(c)
  const today = c.get('today')
  const { path, coming } = await read(c, async (tx) => {
    const mine = actor.kind === 'account' ? await ownHousehold(tx, actor.accountId, today) : undefined
    if (!mine) throw new Refusal('unknown_household', {}, 404)
    return {
      path: pathOf(await listSteps(tx, today), await progressOf(tx, mine.personId)),
      coming: await nextByKind(tx, c.get('app').now()),
    }
  })
  const left = path.filter(({ state }) => state !== 'done').length
  return html(
    <PersonPage
      {...personFrame(c, '/moi/foyer')}
      title={path.length === 0 ? t('learning.own.none') : t('learning.own.title', { count: left })}
      lead={t('learning.own.lead')}
      breadcrumb={[{ href: `/c/${slug}/moi/foyer`, label: t('caisses.person.household') }]}
    >
      {path.length === 0 && (
        <EmptyState title={t('learning.own.none')} icon="grow">
          <p>{t('learning.own.noneText')}</p>
        </EmptyState>
      )}
      {path.map((step, i) => {
        const next = coming.find(({ kind }) => kind === step.meetingKind)
        return (
          <Card
            key={step.id}
            title={`${i + 1}. ${step.title}`}
            look={step.state === 'next' ? 'accent' : step.state === 'done' ? 'sunk' : 'plain'}
          >
            <p>
              {step.state === 'done' ? (
                <Badge tone="success">{t('learning.own.done')}</Badge>
              ) : (
                <Asked t={t} step={step} day={today} />
              )}
            </p>
            {step.purpose && <p>{step.purpose}</p>}
            {step.state !== 'done' && (
              <>
                {step.meetingKind && step.times > 1 && (
                  <p>{t('learning.one.times', { attended: step.attended, times: step.times })}</p>
                )}
                {next && (
                  <LinkButton
                    kind={step.state === 'next' ? 'primary' : 'secondary'}
                    icon="calendar"
                    href={`/c/${slug}/rencontres/${next.id}`}
                  >
                    {t('learning.own.come', { whenText: t.instant(next.startsAt) })}
                  </LinkButton>
                )}
                <Disclosure summary={t('learning.own.other')} open={step.state === 'next'}>
                  <p>{step.otherWay}</p>
                  <p class="soft small">{t('learning.own.otherText')}</p>
                </Disclosure>
              </>
            )}
          </Card>
        )
      })}
    </PersonPage>,
  )
})
