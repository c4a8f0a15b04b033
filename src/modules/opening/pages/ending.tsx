import { Hono, type Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import type { Role } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { addDays } from '../../../kit/month.ts'
import type { TableExport } from '../../../kit/table-file.ts'
import { writeXlsx } from '../../../kit/table-file/write.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Money, Notice } from '../../../kit/ui/parts.tsx'
import { Steps } from '../../../kit/ui/progress.tsx'
import {
  callOf,
  deskFrame,
  mayHere,
  read,
  readCaisse,
  requireRole,
  type CaisseEnv,
} from '../../caisses/web.ts'
import {
  announceEnd,
  archiveCaisse,
  EXPORTS,
  noteExport,
  reopenCaisse,
  withdrawEnd,
} from '../actions/ending.ts'
import { ENDING_STEPS, endingStep, refusalToArchive, type Ending } from '../rules/ending.ts'
import { readEnding } from '../store/ending.ts'

const SEES: readonly Role[] = ['coordinator', 'treasurer', 'administrator']
const HOME = '/c/:slug/fin'

const ACTS = { retirer: withdrawEnd, archiver: archiveCaisse, rouvrir: reopenCaisse } as const

/** `tables`: all that the modules keep of a caisse. */
export function endingPages(tables: (tx: CaisseTx) => TableExport[]): Hono<CaisseEnv> {
  const ending = new Hono<CaisseEnv>()
  ending.use(HOME, readCaisse, async (c, next) => (requireRole(c, SEES), next()))
  ending.use(`${HOME}/*`, readCaisse, async (c, next) => (requireRole(c, SEES), next()))

  ending.get(HOME, async (c) => html(await endingPage(c, freshForm())))

  ending.post(HOME, (c) =>
    answerForm(c, {
      act: (fields, key) => announceEnd(callOf(c, key), { lastDay: textField(fields, 'lastDay') }),
      done: () => hrefOf(c),
      again: (form) => endingPage(c, form),
    }),
  )

  ending.post(`${HOME}/:act{retirer|archiver|rouvrir}`, (c) =>
    answerForm(c, {
      act: async (_, key): Promise<void> => ACTS[c.req.param('act') as keyof typeof ACTS](callOf(c, key), {}),
      done: () => hrefOf(c),
      again: (form) => endingPage(c, form),
    }),
  )

  ending.get(`${HOME}/tout.xlsx`, async (c) => {
    await noteExport(callOf(c, c.get('app').newId()), {})
    const file = await read(c, (tx) => writeXlsx(tables(tx), c.get('t')))
    const { slug } = c.get('caisse')
    c.header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    c.header('content-disposition', `attachment; filename="${slug}-${c.get('today')}.xlsx"`)
    return c.body(new Uint8Array(file))
  })
  return ending
}

const hrefOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/fin`

async function endingPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const ending = await read(c, (tx) => readEnding(tx, c.get('app').now()))
  const ends = mayHere(c, ['administrator'])
  return (
    <DeskPage
      {...deskFrame(c, '/ouverture')}
      title={titleOf(c, ending)}
      lead={t('opening.end.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {ending.lastDay !== null && (
        <Steps
          steps={ENDING_STEPS.map((step) => ({ label: t(`opening.end.step.${step}`) }))}
          current={endingStep(ending)}
        />
      )}
      {!ending.archived && <Announce c={c} ending={ending} form={form} ends={ends} />}
      <Remaining c={c} ending={ending} />
      {mayHere(c, EXPORTS) && (
        <Card title={t('opening.end.export')} icon="download">
          <p>{t('opening.end.exportText')}</p>
          <Actions>
            <LinkButton href={`${hrefOf(c)}/tout.xlsx`} icon="download" download>
              {t('opening.end.exportAll')}
            </LinkButton>
          </Actions>
        </Card>
      )}
      {ends && <Archive c={c} ending={ending} formKey={form.key} />}
    </DeskPage>
  )
}

function titleOf(c: Context<CaisseEnv>, { today, lastDay, archived }: Ending): string {
  const t = c.get('t')
  if (archived) return t('opening.end.titleArchived')
  if (lastDay === null) return t('opening.end.titleGoesOn')
  return t(today <= lastDay ? 'opening.end.titleAnnounced' : 'opening.end.titleOver', { day: lastDay })
}

type PartProps = { c: Context<CaisseEnv>; ending: Ending }

function Announce({ c, ending, form, ends }: PartProps & { form: FormState; ends: boolean }) {
  const t = c.get('t')
  const { today, lastDay } = ending
  if (!ends || (lastDay !== null && today > lastDay)) return null
  const { pilot_until } = c.get('caisse')
  const proposed = lastDay ?? (pilot_until && pilot_until >= today ? pilot_until : addDays(today, 60))
  return (
    <Card title={t('opening.end.announce')} icon="announce">
      <p>{t('opening.end.announceText')}</p>
      <Form action={hrefOf(c)} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <DateField name="lastDay" label={t('opening.end.lastDay')} value={proposed} min={today} />
        <Actions>
          <Button kind={lastDay === null ? 'primary' : 'secondary'} icon="announce">
            {t(lastDay === null ? 'opening.end.tell' : 'opening.end.change')}
          </Button>
          {lastDay !== null && (
            <Button kind="quiet" icon="undo" formAction={`${hrefOf(c)}/retirer`}>
              {t('opening.end.withdraw')}
            </Button>
          )}
        </Actions>
      </Form>
    </Card>
  )
}

/** What is left, and what one does with it. */
function Remaining({ c, ending }: PartProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { rightsCents, owedCents, heldCents, grantsLeftCents, batchesOpen, runOpen } = ending.remains
  return (
    <section class="stack">
      <h2>{t('opening.end.remains')}</h2>
      <DefinitionList
        amounts
        items={[
          { term: t('opening.end.rights'), value: <Money cents={rightsCents} rights /> },
          { term: t('opening.end.owed'), value: <Money cents={owedCents} /> },
          { term: t('opening.end.held'), value: <Money cents={heldCents} /> },
          { term: t('opening.end.grants'), value: <Money cents={grantsLeftCents} /> },
          { term: <strong>{t('opening.end.free')}</strong>, value: <Money cents={heldCents - owedCents} /> },
        ]}
      />
      <p>{t('opening.end.rightsText')}</p>
      <p>{t('opening.end.freeText')}</p>
      {(runOpen || batchesOpen > 0) && (
        <Notice tone="wait" title={t('opening.end.underWay')}>
          {runOpen && (
            <p>
              <a href={`/c/${slug}/mois`}>{t('opening.end.run')}</a>
            </p>
          )}
          {batchesOpen > 0 && (
            <p>
              <a href={`/c/${slug}/tresorerie/remboursements`}>
                {t('opening.end.batches', { count: batchesOpen })}
              </a>
            </p>
          )}
        </Notice>
      )}
      {owedCents > 0 && !ending.practice && (
        <Actions>
          <LinkButton href={`/c/${slug}/tresorerie/remboursements`} icon="bank">
            {t('opening.end.settle')}
          </LinkButton>
        </Actions>
      )}
    </section>
  )
}

function Archive({ c, ending, formKey }: PartProps & { formKey: string }) {
  const t = c.get('t')
  const { archived_at } = c.get('caisse')
  if (ending.archived && archived_at)
    return (
      <Card title={t('opening.end.archivedOn', { whenText: t.instant(archived_at) })} icon="lock" look="sunk">
        <p>{t('opening.end.archivedText')}</p>
        <form method="post" action={`${hrefOf(c)}/rouvrir`}>
          <HiddenKey value={formKey} />
          <Button kind="quiet" icon="undo">
            {t('opening.end.reopen')}
          </Button>
        </form>
      </Card>
    )
  if (ending.lastDay === null) return null
  return (
    <Card title={t('opening.end.archive')} icon="lock">
      <p>{t('opening.end.archiveText')}</p>
      <form method="post" action={`${hrefOf(c)}/archiver`}>
        <HiddenKey value={formKey} />
        <Button kind="danger" icon="lock" refusal={refusalToArchive(ending)}>
          {t('opening.end.archiveNow')}
        </Button>
      </form>
    </Card>
  )
}
