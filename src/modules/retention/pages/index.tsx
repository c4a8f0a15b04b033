import { Hono, type Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Module } from '../../../kit/module.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { NumberField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { countKnown, listDepartures } from '../../people/store/erasure.ts'
import { changeRetention, NOTE_ERASURES } from '../actions.ts'
import { retentionExports } from '../exports.ts'
import { noteErasures, retain } from '../jobs.ts'
import { BREACH_HOURS, READINGS_MONTHS } from '../rules.ts'
import { afterLeavingMonths, lastReports, listErasures } from '../store.ts'
import { erasing } from './erase.tsx'
import { papers } from './papers.tsx'
import { readings } from './readings.tsx'

/** What is known of people is answered for by those who may open their files. */
const KEEPERS: readonly Role[] = ['coordinator', 'administrator']

const pages = new Hono<CaisseEnv>()
for (const path of ['/c/:slug/donnees', '/c/:slug/donnees/*'])
  pages.use(path, readCaisse, async (c, next) => (requireRole(c, KEEPERS), next()))

pages.get('/c/:slug/donnees', async (c) => html(await homePage(c, freshForm())))

pages.post('/c/:slug/donnees', (c) =>
  answerForm(c, {
    act: (fields, key) => changeRetention(callOf(c, key), { months: textField(fields, 'months').trim() }),
    done: () => `/c/${c.get('caisse').slug}/donnees?note=duree`,
    again: (form) => homePage(c, form),
  }),
)

async function homePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const today = c.get('today')
  const home = `/c/${c.get('caisse').slug}/donnees`
  const { months, known, left, erased, reports } = await read(c, async (tx) => ({
    months: await afterLeavingMonths(tx),
    known: await countKnown(tx, { from: today, to: today }),
    left: (await listDepartures(tx, { limit: 10_000 })).length,
    erased: (await listErasures(tx)).length,
    reports: await lastReports(tx, 7),
  }))
  return (
    <DeskPage
      {...deskFrame(c, '/donnees')}
      title={t('retention.home.title')}
      lead={t('retention.home.lead')}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('note') === 'duree' && (
            <Notice tone="success" title={t('retention.home.saved', { months })} />
          )
        )
      }
    >
      <Stats>
        <Stat label={t('retention.home.known')} value={known.people} />
        <Stat label={t('retention.home.left')} value={left} />
        <Stat label={t('retention.home.erased')} value={erased} />
      </Stats>
      <RowList>
        <RowLink
          href={`${home}/registre`}
          icon="rules"
          title={t('retention.home.register')}
          text={t('retention.home.registerText')}
        />
        <RowLink
          href={`${home}/notice`}
          icon="print"
          title={t('retention.home.notice')}
          text={t('retention.home.noticeText')}
        />
        <RowLink
          href={`${home}/lectures`}
          icon="show"
          title={t('retention.home.readings')}
          text={t('retention.home.readingsText', { months: READINGS_MONTHS })}
        />
        <RowLink
          href={`${home}/effacer`}
          icon="person"
          title={t('retention.home.erase')}
          text={t('retention.home.eraseText')}
        />
        <RowLink
          href={`${home}/fuite`}
          icon="warning"
          title={t('retention.home.breach')}
          text={t('retention.home.breachText', { hours: BREACH_HOURS })}
        />
      </RowList>
      <section class="stack">
        <h2>{t('retention.home.keep')}</h2>
        <p>{t('retention.home.keepText')}</p>
        <Form idempotencyKey={form.key} issues={form.issues} typed={form.typed} summary={false}>
          <NumberField
            name="months"
            label={t('retention.home.months')}
            hint={t('retention.home.monthsHint')}
            value={months}
          />
          <Actions>
            <Button kind="primary">{t('retention.home.save')}</Button>
          </Actions>
        </Form>
      </section>
      <section class="stack">
        <h2>{t('retention.home.nights')}</h2>
        <DataTable
          caption={t('retention.home.nights')}
          dense
          columns={[
            { label: t('retention.home.night'), heading: true, cell: (one) => t.instant(one.at) },
            { label: t('retention.home.nightErased'), numeric: true, cell: (one) => one.erased },
            { label: t('retention.home.nightReplayed'), numeric: true, cell: (one) => one.replayed },
            { label: t('retention.home.nightContacts'), numeric: true, cell: (one) => one.contacts },
            { label: t('retention.home.nightWaiting'), numeric: true, cell: (one) => one.waiting },
          ]}
          rows={reports}
          keyOf={(one) => one.at.toISOString()}
          empty={
            <EmptyState title={t('retention.home.nightsNone')} icon="history">
              <p>{t('retention.home.nightsNoneText')}</p>
            </EmptyState>
          }
        />
      </section>
    </DeskPage>
  )
}

pages.route('/', papers).route('/', readings).route('/', erasing)

export const retention: Module = {
  pages,
  jobs: { retain, [NOTE_ERASURES]: noteErasures },
  cron: ['50 2 * * * retain'],
  exports: retentionExports,
}
