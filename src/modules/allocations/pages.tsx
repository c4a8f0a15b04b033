import { Hono } from 'hono'
import type { Context } from 'hono'
import type { Role } from '../../kit/actor.ts'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../kit/http.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Module } from '../../kit/module.ts'
import { addMonths, dayAt, monthOf } from '../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../kit/ui/button.tsx'
import { Figure } from '../../kit/ui/figures.tsx'
import { Form } from '../../kit/ui/form.tsx'
import { MonthField } from '../../kit/ui/inputs.tsx'
import { DeskPage } from '../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Money, Notice, Stat, Stats } from '../../kit/ui/parts.tsx'
import { ProgressBar } from '../../kit/ui/progress.tsx'
import { DataTable } from '../../kit/ui/table.tsx'
import type { Tone } from '../../kit/ui/tone.ts'
import type { Reason } from '../caisses/rules/reason.ts'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../caisses/web.ts'
import { refusalToProceed, countSigners } from '../identity/approvals.ts'
import { prepareMonth } from './actions/prepare.ts'
import { approveRun, cancelRun, issueAllocations, ISSUE_JOB, issueRun, runSummary } from './actions/run.ts'
import { allocationExports } from './exports.ts'
import { LINES_PER_CHUNK, type RunStatus } from './rules/run.ts'
import type { Coverage } from './store/coverage.ts'
import { differencesFromLastMonth, type Differences } from './store/differences.ts'
import { listLines, type ShownLine } from './store/lines.ts'
import { listRuns, type Run } from './store/runs.ts'

/** Individual amounts are for those who keep the accounts: committees see aggregates. */
const READERS: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

const pages = new Hono<CaisseEnv>()

pages.use('/c/:slug/mois', readCaisse, async (c, next) => (requireRole(c, READERS), next()))
pages.use('/c/:slug/mois/*', readCaisse, async (c, next) => (requireRole(c, READERS), next()))

pages.get('/c/:slug/mois', async (c) => html(await monthsPage(c, freshForm())))

pages.post('/c/:slug/mois', (c) =>
  answerForm(c, {
    act: (fields, key) => prepareMonth(callOf(c, key), { month: textField(fields, 'month') }),
    done: ({ runId }) => `/c/${c.get('caisse').slug}/mois/${runId}`,
    again: (form) => monthsPage(c, form),
  }),
)

const RUN_PATH = '/c/:slug/mois/:run{[0-9a-f-]{36}}'

pages.get(RUN_PATH, async (c) => html(await runPage(c, freshForm())))

pages.post(`${RUN_PATH}/signer`, (c) =>
  onRun(c, (runId, key, digest) => approveRun(callOf(c, key), { runId, digest })),
)
pages.post(`${RUN_PATH}/emettre`, (c) => onRun(c, (runId, key) => issueRun(callOf(c, key), { runId })))
pages.post(`${RUN_PATH}/abandonner`, (c) =>
  onRun(c, (runId, key) => cancelRun(callOf(c, key), { runId }), `/c/${c.get('caisse').slug}/mois`),
)

function onRun(
  c: Context<CaisseEnv>,
  act: (runId: string, key: string, digest: string) => Promise<unknown>,
  next?: string,
) {
  const runId = c.req.param('run')!
  return answerForm(c, {
    act: (fields, key) => act(runId, key, textField(fields, 'digest')),
    done: () => next ?? `/c/${c.get('caisse').slug}/mois/${runId}`,
    again: (form) => runPage(c, form),
  })
}

const TONES: Record<RunStatus, Tone> = {
  prepared: 'wait',
  issuing: 'info',
  issued: 'success',
  cancelled: 'refusal',
}

function StatusBadge({ t, run }: { t: Translate; run: Run }) {
  return <Badge tone={TONES[run.status]}>{t(`months.status.${run.status}`)}</Badge>
}

const runTitle = (t: Translate, run: Run): string =>
  run.number === 1
    ? t('months.run.title', { month: run.month })
    : t('months.run.complement', { month: run.month, numberText: run.number - 1 })

async function monthsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const runs = await read(c, (tx) => listRuns(tx))
  const current = monthOf(c.get('today'))
  const next = runs[0] && runs[0].month >= current ? addMonths(runs[0].month, 1) : current
  return (
    <DeskPage
      {...deskFrame(c, '/mois')}
      title={t('months.list.title')}
      lead={t('months.list.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Card title={t('months.list.prepareTitle')} icon="calendar" look="accent">
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <MonthField
            name="month"
            label={t('months.list.month')}
            hint={t('months.list.prepareHint')}
            from={addMonths(current, -2)}
            to={addMonths(current, 1)}
            value={next > addMonths(current, 1) ? current : next}
          />
          <Actions>
            <Button kind="primary">{t('months.list.prepare')}</Button>
          </Actions>
        </Form>
      </Card>
      <DataTable
        caption={t('months.list.title')}
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
    </DeskPage>
  )
}

const LINES_PER_PAGE = 100

async function runPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const runId = c.req.param('run')!
  const after = Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0)
  const actor = actorOf(c)
  const { run, differences, lines, proceed } = await read(c, async (tx) => {
    const summary = await runSummary(tx, runId)
    const signers = await countSigners(tx, c.get('today'))
    return {
      run: summary,
      differences: await differencesFromLastMonth(tx, runId),
      lines: await listLines(tx, runId, { after, limit: LINES_PER_PAGE }),
      proceed: refusalToProceed({ digest: summary.digest, signatures: summary.signatures, signers }),
    }
  })
  const signed =
    actor.kind === 'account' && run.signatures.some((signature) => signature.accountId === actor.accountId)
  const last = lines.at(-1)
  const path = `/c/${slug}/mois/${runId}`
  const waiting = run.outcomes.waiting.households
  return (
    <DeskPage
      {...deskFrame(c, '/mois')}
      title={runTitle(t, run)}
      lead={<RunLead t={t} run={run} zone={c.get('caisse').time_zone} />}
      breadcrumb={[{ href: `/c/${slug}/mois`, label: t('months.list.title') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Stats>
        <Stat
          label={t('months.run.households')}
          value={run.outcomes.granted.households}
          hint={waiting > 0 && t('months.run.waiting', { count: waiting })}
        />
        <Stat label={t('months.run.granted')} value={<Money cents={run.grantedCents} rights />} />
        <Stat label={t('months.run.contributions')} value={<Money cents={run.contributionsCents} />} />
        {run.expiredCents > 0 && (
          <Stat label={t('months.run.expired')} value={<Money cents={run.expiredCents} rights />} />
        )}
      </Stats>
      {run.status === 'issuing' && (
        <ProgressBar
          label={t('months.run.progress')}
          value={Math.min(run.lines, run.chunksDone * LINES_PER_CHUNK)}
          max={run.lines}
        />
      )}
      <CoverageFigure t={t} coverage={run.coverage} />
      <DifferencesTable t={t} differences={differences} />
      {run.status === 'prepared' && (
        <Card title={t('months.run.signatures')} icon="approve">
          <Signatures t={t} run={run} />
          <div class="actions">
            {!signed && (
              <form method="post" action={`${path}/signer`}>
                <input type="hidden" name="key" value={form.key} />
                <input type="hidden" name="digest" value={run.digest.toString('hex')} />
                <Button kind={proceed ? 'primary' : 'secondary'} icon="edit">
                  {t('months.run.sign')}
                </Button>
              </form>
            )}
            <form method="post" action={`${path}/emettre`}>
              <input type="hidden" name="key" value={freshForm().key} />
              <Button kind={proceed ? 'secondary' : 'primary'} refusal={proceed} icon="send">
                {t('months.run.issue')}
              </Button>
            </form>
            <form method="post" action={`${path}/abandonner`}>
              <input type="hidden" name="key" value={freshForm().key} />
              <Button kind="quiet" icon="close">
                {t('months.run.cancel')}
              </Button>
            </form>
          </div>
        </Card>
      )}
      <h2>{t('months.run.lines')}</h2>
      <LinesTable t={t} lines={lines} />
      <Actions>
        {after > 0 && <LinkButton href={path}>{t('months.run.first')}</LinkButton>}
        {last && last.line < run.lines && (
          <LinkButton href={`${path}?apres=${last.line}`}>{t('months.run.next')}</LinkButton>
        )}
      </Actions>
      {run.status !== 'prepared' && run.signatures.length > 0 && (
        <Card title={t('months.run.signatures')} icon="approve" look="sunk">
          <Signatures t={t} run={run} />
        </Card>
      )}
    </DeskPage>
  )
}

type Summary = Awaited<ReturnType<typeof runSummary>>

function RunLead({ t, run, zone }: { t: Translate; run: Run; zone: string }) {
  const words = {
    prepared: () => t('months.run.leadPrepared'),
    issuing: () => t('months.run.leadIssuing'),
    issued: () => t('months.run.leadIssued', { day: dayAt(run.issuedAt ?? run.preparedAt, zone) }),
    cancelled: () => '',
  }
  return (
    <>
      <StatusBadge t={t} run={run} /> {words[run.status]()}
    </>
  )
}

function Signatures({ t, run }: { t: Translate; run: Summary }) {
  if (run.signatures.length === 0) return <p>{t('months.run.signaturesNone')}</p>
  return (
    <ul>
      {run.signatures.map((signature) => (
        <li key={signature.accountId}>
          {t('months.run.signedBy', { nameText: signature.name, instantText: t.instant(signature.at) })}
        </li>
      ))}
    </ul>
  )
}

function CoverageFigure({ t, coverage }: { t: Translate; coverage: Coverage }) {
  const covered = coverage.missingCents === 0
  const rows = [
    { label: t('months.run.circulation'), cents: coverage.circulationCents },
    { label: t('months.run.claims'), cents: coverage.claimsCents },
    { label: t('months.run.thisRun'), cents: coverage.runCents - coverage.expiryCents },
    { label: t('months.run.needed'), cents: coverage.neededCents },
    { label: t('months.run.euros'), cents: coverage.eurosCents },
  ]
  const title = covered
    ? t('months.run.coverageCovered')
    : t('months.run.coverageMissing', { cents: coverage.missingCents })
  return (
    <Figure
      title={title}
      table={
        <DataTable
          caption={title}
          columns={[
            { label: t('months.run.item'), heading: true, cell: (row) => row.label },
            { label: t('months.run.amount'), numeric: true, cell: (row) => <Money cents={row.cents} /> },
          ]}
          rows={rows}
        />
      }
    >
      <ProgressBar
        label={t('months.run.euros')}
        value={Math.min(coverage.eurosCents, coverage.neededCents)}
        max={coverage.neededCents}
        text={`${t.money(coverage.eurosCents)} / ${t.money(coverage.neededCents)}`}
      />
    </Figure>
  )
}

const sayReason = (t: Translate, reason: Reason): string => t(reason.code, reason.params)

function DifferencesTable({ t, differences }: { t: Translate; differences: Differences }) {
  const { since, largest } = differences
  if (since === null) return <p>{t('months.run.differencesFirst')}</p>
  if (largest.length === 0) return <p>{t('months.run.differencesNone', { month: since })}</p>
  return (
    <>
      <h2>{t('months.run.differences', { month: since })}</h2>
      <DataTable
        caption={t('months.run.differences', { month: since })}
        columns={[
          { label: t('months.run.household'), heading: true, cell: (row) => row.name },
          { label: '', cell: (row) => <Badge>{t(`months.run.${row.change}`)}</Badge> },
          {
            label: t('months.run.before'),
            numeric: true,
            cell: (row) => <Money cents={row.beforeCents} rights />,
          },
          {
            label: t('months.run.after'),
            numeric: true,
            cell: (row) => <Money cents={row.afterCents} rights />,
          },
          { label: t('months.run.why'), cell: (row) => sayReason(t, row.reason) },
        ]}
        rows={largest}
        keyOf={(row) => row.householdId}
      />
    </>
  )
}

function LinesTable({ t, lines }: { t: Translate; lines: readonly ShownLine[] }) {
  return (
    <DataTable
      caption={t('months.run.lines')}
      columns={[
        { label: t('months.run.household'), heading: true, cell: (line) => line.name },
        {
          label: t('months.run.contribution'),
          numeric: true,
          cell: (line) => <Money cents={line.contributionCents} />,
        },
        {
          label: t('months.run.allocation'),
          numeric: true,
          cell: (line) => <Money cents={line.amountCents} rights />,
        },
        {
          label: t('months.run.expired'),
          numeric: true,
          cell: (line) => line.expiredCents > 0 && <Money cents={line.expiredCents} rights />,
        },
        { label: t('months.run.reason'), cell: (line) => sayReason(t, line.reason) },
      ]}
      rows={lines}
      keyOf={(line) => String(line.line)}
    />
  )
}

export const allocations: Module = {
  pages,
  jobs: { [ISSUE_JOB]: issueAllocations },
  exports: allocationExports,
}
