import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { addMonths, monthOf, type Month } from '../../../kit/month.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MonthField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { Tone } from '../../../kit/ui/tone.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { prepareMonth } from '../actions/prepare.ts'
import type { RunStatus } from '../rules/run.ts'
import { listRuns, type Run } from '../store/runs.ts'

export const months = new Hono<CaisseEnv>()

months.get('/c/:slug/mois', async (c) => html(await monthsPage(c, freshForm())))

months.post('/c/:slug/mois', (c) =>
  answerForm(c, {
    act: (fields, key) => prepareMonth(callOf(c, key), { month: textField(fields, 'month') }),
    done: ({ runId }) => `/c/${c.get('caisse').slug}/mois/${runId}`,
    again: (form) => monthsPage(c, form),
  }),
)

const TONES: Record<RunStatus, Tone> = {
  prepared: 'wait',
  issuing: 'info',
  issued: 'success',
  cancelled: 'refusal',
}

export function StatusBadge({ t, run }: { t: Translate; run: Run }) {
  return <Badge tone={TONES[run.status]}>{t(`months.status.${run.status}`)}</Badge>
}

export const runTitle = (t: Translate, run: Pick<Run, 'month' | 'number'>): string =>
  run.number === 1
    ? t('months.run.title', { month: run.month })
    : t('months.run.complement', { month: run.month, numberText: run.number - 1 })

/** The month to propose: the one after the last, as far as one may prepare. */
function nextMonth(current: Month, last: Run | undefined): Month {
  const next = last && last.month >= current ? addMonths(last.month, 1) : current
  const furthest = addMonths(current, 1)
  return next > furthest ? current : next
}

async function monthsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const runs = await read(c, (tx) => listRuns(tx))
  const current = monthOf(c.get('today'))
  return (
    <DeskPage
      {...deskFrame(c, '/mois')}
      title={t('months.list.title')}
      lead={t('months.list.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Card title={t('months.list.prepareTitle')} icon="calendar" look="accent">
        <Form
          action={`/c/${slug}/mois`}
          issues={form.issues}
          typed={form.typed}
          idempotencyKey={form.key}
          summary={false}
        >
          <div class="form-row">
            <MonthField
              name="month"
              label={t('months.list.month')}
              from={addMonths(current, -2)}
              to={addMonths(current, 1)}
              value={nextMonth(current, runs[0])}
            />
            <Button kind="primary">{t('months.list.prepare')}</Button>
          </div>
          <p class="soft small">{t('months.list.prepareHint')}</p>
        </Form>
      </Card>
      <section class="stack">
        <h2>{t('months.list.all')}</h2>
        <DataTable
          caption={t('months.list.all')}
          columns={[
            {
              label: t('months.list.month'),
              heading: true,
              cell: (run) => <a href={`/c/${slug}/mois/${run.id}`}>{runTitle(t, run)}</a>,
            },
            { label: t('months.list.status'), cell: (run) => <StatusBadge t={t} run={run} /> },
            { label: t('months.list.households'), numeric: true, cell: (run) => run.lines },
            {
              label: t('months.list.granted'),
              numeric: true,
              cell: (run) => <Money cents={run.grantedCents} rights />,
            },
            {
              label: t('months.list.contributions'),
              numeric: true,
              cell: (run) => <Money cents={run.contributionsCents} />,
            },
          ]}
          rows={runs}
          keyOf={(run) => run.id}
          empty={
            <EmptyState title={t('months.list.none')} icon="calendar">
              <p>{t('months.list.noneText')}</p>
            </EmptyState>
          }
        />
      </section>
    </DeskPage>
  )
}
