import { Hono, type Context } from 'hono'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { ProgressBar, Steps } from '../../../kit/ui/progress.tsx'
import type { Refusal } from '../../../kit/refusal.ts'
import { reglementIn } from '../../caisses/store.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { countSigners, refusalToProceed, SIGNATURES_NEEDED } from '../../identity/approvals.ts'
import { SignatureList } from '../../identity/signature-list.tsx'
import { approveRun, cancelRun, issueRun, runSummary } from '../actions/run.ts'
import { LINES_PER_CHUNK, refusalToIssue } from '../rules/run.ts'
import { differencesFromLastMonth } from '../store/differences.ts'
import { listLines } from '../store/lines.ts'
import { countAbsent } from '../store/runs.ts'
import { CoverageFigure, DifferencesTable, LinesTable } from './figures.tsx'
import { runTitle, StatusBadge } from './months.tsx'

export const run = new Hono<CaisseEnv>()

const RUN_PATH = '/c/:slug/mois/:run{[0-9a-f-]{36}}'

/** The next look at an issue that goes on by itself, in seconds. */
const LOOK_AGAIN = '3'

run.get(RUN_PATH, async (c) => {
  const seen = await readRun(c)
  const answer = html(<RunPage c={c} form={freshForm()} seen={seen} />)
  if (seen.summary.status === 'issuing') answer.headers.set('refresh', LOOK_AGAIN)
  return answer
})

// Where a browser comes back to after a signature that was refused.
run.get(`${RUN_PATH}/:act{signer|emettre|abandonner}`, (c) => c.redirect(pathOf(c), 303))

run.post(`${RUN_PATH}/signer`, (c) =>
  onRun(c, (runId, key, digest) => approveRun(callOf(c, key), { runId, digest })),
)
run.post(`${RUN_PATH}/emettre`, (c) => onRun(c, (runId, key) => issueRun(callOf(c, key), { runId })))
run.post(`${RUN_PATH}/abandonner`, (c) =>
  onRun(c, (runId, key) => cancelRun(callOf(c, key), { runId }), `/c/${c.get('caisse').slug}/mois`),
)

const pathOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/mois/${c.req.param('run')!}`

function onRun(
  c: Context<CaisseEnv>,
  act: (runId: string, key: string, digest: string) => Promise<unknown>,
  next = pathOf(c),
) {
  return answerForm(c, {
    act: (fields, key) => act(c.req.param('run')!, key, textField(fields, 'digest')),
    done: () => next,
    again: async (form) => <RunPage c={c} form={form} seen={await readRun(c)} />,
  })
}

const LINES_PER_PAGE = 100
/** PostgreSQL's largest integer: whatever an address asks for. */
const LAST_LINE = 2_147_483_647

/** What the page of a run shows, at one instant. */
function readRun(c: Context<CaisseEnv>) {
  const runId = c.req.param('run')!
  return read(c, async (tx) => {
    const summary = await runSummary(tx, runId)
    const signers = await countSigners(tx, c.get('today'))
    const toIssue =
      refusalToProceed({ digest: summary.digest, signatures: summary.signatures, signers }) ??
      refusalToIssue({
        run: summary,
        today: c.get('today'),
        versionInForce: (await reglementIn(tx, summary.month)).id,
        absentHouseholds: await countAbsent(tx, summary),
      })
    return {
      summary,
      differences: await differencesFromLastMonth(tx, runId),
      lines: await listLines(tx, runId, { after: afterOf(c), limit: LINES_PER_PAGE }),
      toIssue,
    }
  })
}

/** The line after which the list goes on. */
const afterOf = (c: Context<CaisseEnv>): number =>
  Math.min(LAST_LINE, Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0))

type RunPageProps = {
  c: Context<CaisseEnv>
  form: FormState
  seen: Awaited<ReturnType<typeof readRun>>
}

function RunPage({ c, form, seen: { summary, differences, lines, toIssue } }: RunPageProps) {
  const t = c.get('t')
  const after = afterOf(c)
  const actor = actorOf(c)
  const { time_zone: zone, slug } = c.get('caisse')
  const signed =
    actor.kind === 'account' && summary.signatures.some(({ accountId }) => accountId === actor.accountId)
  const last = lines.at(-1)
  const path = pathOf(c)
  const waiting = summary.outcomes.waiting.households
  return (
    <DeskPage
      {...deskFrame(c, '/mois')}
      title={runTitle(t, summary)}
      lead={<RunLead t={t} run={summary} zone={zone} />}
      breadcrumb={[{ href: `/c/${slug}/mois`, label: t('months.list.title') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {summary.status !== 'cancelled' && (
        <Card>
          <Steps
            steps={[
              { label: t('months.run.stepPrepare') },
              { label: t('months.run.stepSign') },
              { label: t('months.run.stepIssue') },
            ]}
            current={stepOf(summary)}
          />
          <Signatures t={t} run={summary} />
          {summary.status === 'prepared' && (
            <NextActs t={t} path={path} run={summary} form={form} signed={signed} toIssue={toIssue} />
          )}
          {summary.status === 'issuing' && (
            <ProgressBar
              label={t('months.run.progress')}
              value={Math.min(summary.lines, summary.chunksDone * LINES_PER_CHUNK)}
              max={summary.lines}
            />
          )}
        </Card>
      )}
      <Stats>
        <Stat
          label={t('months.run.households')}
          value={summary.outcomes.granted.households}
          hint={waiting > 0 && t('months.run.waiting', { count: waiting })}
        />
        <Stat label={t('months.run.granted')} value={<Money cents={summary.grantedCents} rights />} />
        <Stat label={t('months.run.contributions')} value={<Money cents={summary.contributionsCents} />} />
        {summary.expiredCents > 0 && (
          <Stat label={t('months.run.expired')} value={<Money cents={summary.expiredCents} rights />} />
        )}
      </Stats>
      <CoverageFigure t={t} coverage={summary.coverage} />
      <DifferencesTable t={t} differences={differences} />
      {lines.length > 0 && (
        <section class="stack" id="lignes">
          <h2>{t('months.run.lines', { count: summary.lines })}</h2>
          <LinesTable t={t} lines={lines} total={summary.lines} />
          <Actions>
            {after > 0 && <LinkButton href={`${path}#lignes`}>{t('months.run.first')}</LinkButton>}
            {last && last.line < summary.lines && (
              <LinkButton href={`${path}?apres=${last.line}#lignes`}>{t('months.run.next')}</LinkButton>
            )}
          </Actions>
        </section>
      )}
    </DeskPage>
  )
}

type Summary = Awaited<ReturnType<typeof runSummary>>

function stepOf({ status, signatures }: Summary): number {
  if (status === 'issued') return 3
  if (status === 'issuing') return 2
  return signatures.length >= SIGNATURES_NEEDED ? 2 : 1
}

function RunLead({ t, run, zone }: { t: Translate; run: Summary; zone: string }) {
  const words = {
    prepared: () => t('months.run.leadPrepared'),
    issuing: () => t('months.run.leadIssuing'),
    issued: () => t('months.run.leadIssued', { day: dayAt(run.issuedAt ?? run.preparedAt, zone) }),
    cancelled: () => t('months.run.leadCancelled'),
  }
  return (
    <>
      <StatusBadge t={t} run={run} /> {words[run.status]()}
    </>
  )
}

function Signatures({ t, run }: { t: Translate; run: Summary }) {
  if (run.signatures.length === 0) return <p class="soft">{t('months.run.signaturesNone')}</p>
  return <SignatureList t={t} signatures={run.signatures} />
}

type NextActsProps = {
  t: Translate
  path: string
  run: Summary
  form: FormState
  signed: boolean
  toIssue: Refusal | null
}

/** What is to be done now comes first, and stays at the thumb on a phone. */
function NextActs({ t, path, run, form, signed, toIssue }: NextActsProps) {
  const mayIssue = toIssue === null
  return (
    <div class="actions next-acts">
      {!signed && (
        <form class={mayIssue ? undefined : 'next-act'} method="post" action={`${path}/signer`}>
          <HiddenKey value={form.key} />
          <input type="hidden" name="digest" value={run.digest.toString('hex')} />
          <Button kind={mayIssue ? 'secondary' : 'primary'} icon="edit">
            {t('months.run.sign')}
          </Button>
        </form>
      )}
      <form class={mayIssue ? 'next-act' : undefined} method="post" action={`${path}/emettre`}>
        <HiddenKey value={freshForm().key} />
        <Button kind={mayIssue ? 'primary' : 'secondary'} refusal={toIssue} icon="send">
          {t('months.run.issue')}
        </Button>
      </form>
      <form method="post" action={`${path}/abandonner`}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet" icon="close">
          {t('months.run.cancel')}
        </Button>
      </form>
    </div>
  )
}
