import { Hono } from 'hono'
import { html } from '../../../kit/http.ts'
import { addDays, addMonths, monthOf, type Month } from '../../../kit/month.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { reglementIn } from '../../caisses/store.ts'
import { deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { childrenBornIn, comingEnds, type ComingOfAge } from '../../people/store/life-events.ts'
import { EVENT_PATHS, MAJORITY_YEARS } from '../rules/event.ts'

export const coming = new Hono<CaisseEnv>()

const MONTHS_AHEAD = 3

/** Ages that change something, and what ends by itself: nothing to keep in mind between two visits. */
coming.get('/c/:slug/foyers/a-venir', async (c) => {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const today = c.get('today')
  const month = monthOf(today)
  const bornFor = (years: number) => ({
    from: addMonths(month, -12 * years),
    to: addMonths(month, MONTHS_AHEAD - 12 * years),
    today,
  })
  const { limit, overLimit, ofAge, ends } = await read(c, async (tx) => {
    const limit = (await reglementIn(tx, month)).content.childAgeLimit
    return {
      limit,
      overLimit: limit === null ? [] : await childrenBornIn(tx, bornFor(limit)),
      // Whoever became of age earlier and was not made an adult yet is still to do.
      ofAge: await childrenBornIn(tx, { ...bornFor(MAJORITY_YEARS), from: '1900-01' }),
      ends: await comingEnds(tx, today, addDays(today, 92)),
    }
  })
  const file = (householdId: string, more = '') => `/c/${slug}/foyers/${householdId}${more}`
  const birthday = ({ birthMonth }: ComingOfAge, years: number): Month => addMonths(birthMonth, 12 * years)
  const count = overLimit.length + ofAge.length + ends.length
  return html(
    <DeskPage
      {...deskFrame(c, '/foyers')}
      title={t('life.coming.title', { count })}
      lead={t('life.coming.lead')}
      breadcrumb={[{ href: `/c/${slug}/foyers`, label: t('desk.nav') }]}
    >
      {count === 0 && (
        <EmptyState
          icon="calendar"
          title={t('life.coming.none')}
          action={<LinkButton href={`/c/${slug}/foyers`}>{t('desk.nav')}</LinkButton>}
        >
          <p>{t('life.coming.noneText')}</p>
        </EmptyState>
      )}
      {ofAge.length > 0 && (
        <section class="stack">
          <h2>{t('life.coming.ofAge')}</h2>
          <p class="soft">{t('life.coming.ofAgeText')}</p>
          <RowList>
            {ofAge.map((one) => (
              <RowLink
                key={one.personId}
                icon="card"
                href={file(one.householdId, `/vie/${EVENT_PATHS.of_age}?personne=${one.personId}`)}
                title={t('life.coming.years', {
                  nameText: one.givenName,
                  years: MAJORITY_YEARS,
                  month: birthday(one, MAJORITY_YEARS),
                })}
                text={one.householdName}
              />
            ))}
          </RowList>
        </section>
      )}
      {limit !== null && overLimit.length > 0 && (
        <section class="stack">
          <h2>{t('life.coming.limit', { years: limit })}</h2>
          <p class="soft">{t('life.coming.limitText', { years: limit })}</p>
          <RowList>
            {overLimit.map((one) => (
              <RowLink
                key={one.personId}
                icon="calendar"
                href={file(one.householdId)}
                title={t('life.coming.years', {
                  nameText: one.givenName,
                  years: limit,
                  month: birthday(one, limit),
                })}
                text={t('life.coming.countsFrom', {
                  nameText: one.householdName,
                  month: addMonths(birthday(one, limit), 1),
                })}
              />
            ))}
          </RowList>
        </section>
      )}
      {ends.length > 0 && (
        <section class="stack">
          <h2>{t('life.coming.ends')}</h2>
          <RowList>
            {ends.map((one) => (
              <RowLink
                key={`${one.kind} ${one.householdId}`}
                icon={one.kind === 'pause' ? 'wait' : 'home'}
                href={file(one.householdId)}
                title={one.householdName}
                text={
                  one.kind === 'pause'
                    ? t('life.coming.pauseEnds', { month: one.on })
                    : t('life.coming.rightsEnd', { day: one.on })
                }
              />
            ))}
          </RowList>
        </section>
      )}
    </DeskPage>,
  )
})
