import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../../kit/ui/form.tsx'
import { TextField } from '../../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState } from '../../../../kit/ui/parts.tsx'
import { callOf, mayHere, read, type CaisseEnv } from '../../../caisses/web.ts'
import { ORGANISERS } from '../../actions/input.ts'
import {
  addSection,
  beginMinutes,
  markTask,
  publishMinutes,
  reopenMinutes,
  validateMinutes,
  WRITERS,
} from '../../actions/minutes.ts'
import { marksIn, type Mark } from '../../rules/marks.ts'
import { isHeldByOther, refusalToValidate } from '../../rules/minutes.ts'
import { getMeeting, type Meeting } from '../../store/meetings.ts'
import {
  findMinutes,
  keptMarks,
  sectionsOf,
  type KeptMark,
  type Minutes,
  type Section,
} from '../../store/minutes.ts'
import { MEETING, meetingHref, MeetingTabs, only, sayWhen, told, trailTo } from '../shared.tsx'
import { minutesFrame } from './frame.tsx'
import { publishPage } from './publish-page.tsx'

/** The minutes from their first line to their publication. */
export const overview = new Hono<CaisseEnv>()

const HOME = `${MEETING}/compte-rendu` as const

overview.get(`${HOME}/ecrire`, only(WRITERS), async (c) => html(await overviewPage(c, freshForm())))

const back = (c: Context<CaisseEnv>) => meetingHref(c, '/compte-rendu/ecrire?fait=oui')

overview.post(`${HOME}/commencer`, only(WRITERS), (c) =>
  answerForm(c, {
    act: (_, key) => beginMinutes(callOf(c, key), { meetingId: c.req.param('meeting') }),
    done: () => meetingHref(c, '/compte-rendu/ecrire'),
    again: (form) => overviewPage(c, form),
  }),
)

overview.post(`${HOME}/parties`, only(WRITERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      addSection(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        title: textField(fields, 'title'),
      }),
    done: ({ sectionId }) => meetingHref(c, `/compte-rendu/parties/${sectionId}`),
    again: (form) => overviewPage(c, form),
  }),
)

overview.post(`${HOME}/valider`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      validateMinutes(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        body: textField(fields, 'body'),
      }),
    done: () => back(c),
    again: (form) => overviewPage(c, form),
  }),
)

overview.post(`${HOME}/rouvrir`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (_, key) => reopenMinutes(callOf(c, key), { meetingId: c.req.param('meeting') }),
    done: () => back(c),
    again: (form) => overviewPage(c, form),
  }),
)

overview.post(`${HOME}/taches`, only(WRITERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      markTask(callOf(c, key), { taskId: textField(fields, 'taskId'), done: textField(fields, 'done') }),
    done: () => back(c),
    again: (form) => overviewPage(c, form),
  }),
)

async function overviewPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, minutes, sections, kept } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    minutes: await findMinutes(tx, c.req.param('meeting')!),
    sections: await sectionsOf(tx, c.req.param('meeting')!),
    kept: await keptMarks(tx, c.req.param('meeting')!),
  }))
  return (
    <DeskPage
      {...minutesFrame(c)}
      title={t(`minutes.title.${minutes?.status ?? 'none'}`)}
      lead={`${meeting.title} – ${sayWhen(c, meeting)}`}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('minutes.saved'))}
      actions={
        minutes?.status === 'published' && (
          <LinkButton icon="show" href={meetingHref(c, '/compte-rendu')}>
            {t('minutes.read')}
          </LinkButton>
        )
      }
    >
      <MeetingTabs c={c} current="/compte-rendu/ecrire" />
      {minutes === undefined ? (
        <EmptyState
          title={t('minutes.none')}
          icon="document"
          action={
            <form method="post" action={meetingHref(c, '/compte-rendu/commencer')}>
              <HiddenKey value={freshForm().key} />
              <Button kind="primary" icon="edit">
                {t('minutes.begin')}
              </Button>
            </form>
          }
        >
          <p>{t('minutes.noneText')}</p>
        </EmptyState>
      ) : (
        <>
          <Sections c={c} sections={sections} minutes={minutes} />
          <Marks c={c} sections={sections} kept={kept} open={minutes.status === 'open'} />
          {minutes.status === 'open' && <AddSection c={c} form={form} />}
          {mayHere(c, ORGANISERS) && (
            <NextStep c={c} meeting={meeting} minutes={minutes} sections={sections} />
          )}
        </>
      )}
    </DeskPage>
  )
}

function Sections({
  c,
  sections,
  minutes,
}: {
  c: Context<CaisseEnv>
  sections: readonly Section[]
  minutes: Minutes
}) {
  const t = c.get('t')
  const actor = c.get('actor')
  const me = actor?.kind === 'account' ? actor.accountId : null
  const now = c.get('app').now()
  return (
    <RowList>
      {sections.map((section) => (
        <RowLink
          key={section.id}
          href={meetingHref(c, `/compte-rendu/parties/${section.id}`)}
          icon={minutes.status === 'open' ? 'edit' : 'document'}
          title={section.title}
          text={
            section.changedAt
              ? [t.instant(section.changedAt), section.changedByName ?? '']
                  .filter((part) => part !== '')
                  .join(', ')
              : t('minutes.empty')
          }
          aside={
            section.asides > 0 ? (
              <Badge tone="wait">{t('minutes.toJoin', { count: section.asides })}</Badge>
            ) : isHeldByOther(section, me, now) ? (
              <Badge tone="info" icon="edit">
                {t('minutes.writing', { nameText: section.writerName ?? '–' })}
              </Badge>
            ) : undefined
          }
        />
      ))}
    </RowList>
  )
}

function AddSection({ c, form }: { c: Context<CaisseEnv>; form: FormState }) {
  const t = c.get('t')
  return (
    <Form
      action={meetingHref(c, '/compte-rendu/parties')}
      issues={form.issues.filter(({ field }) => field === 'title')}
      typed={form.typed}
      idempotencyKey={form.key}
    >
      <TextField name="title" label={t('minutes.newSection')} maxLength={120} />
      <Actions>
        <Button icon="add">{t('minutes.addSection')}</Button>
      </Actions>
    </Form>
  )
}

/** What is marked while one writes; what is kept of it once the text is agreed. */
function Marks({
  c,
  sections,
  kept,
  open,
}: {
  c: Context<CaisseEnv>
  sections: readonly Section[]
  kept: readonly KeptMark[]
  open: boolean
}) {
  const t = c.get('t')
  const marks = sections.flatMap(({ body }) => marksIn(body))
  const decisions = kept.filter(({ kind }) => kind === 'decision')
  const tasks = kept.filter(({ kind }) => kind === 'task')
  if (open && marks.length + kept.length === 0) return null
  return (
    <>
      {open && marks.length > 0 && (
        <Card title={t('minutes.marks.found', { count: marks.length })} icon="tasks" look="sunk">
          <ul>
            {marks.map((mark, i) => (
              <li key={i}>
                <strong>{t(`minutes.mark.${mark.kind}`)}</strong> {sayMark(c, mark)}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {decisions.length > 0 && (
        <section class="stack">
          <h2>{t('minutes.decisions')}</h2>
          <ul>
            {decisions.map((mark) => (
              <li key={mark.id}>
                <strong>{t('minutes.decisionNumber', { number: mark.decisionNumber ?? 0 })}</strong>{' '}
                {mark.text}
              </li>
            ))}
          </ul>
        </section>
      )}
      {tasks.length > 0 && (
        <section class="stack">
          <h2>{t('minutes.tasks', { count: tasks.filter(({ doneAt }) => doneAt === null).length })}</h2>
          <ul class="row-list">
            {tasks.map((task) => (
              <li key={task.id} class="row">
                <span class="row-text">
                  <span class="row-title">{task.text}</span>
                  <span class="row-more">
                    {[task.owner, task.dueOn ? t('minutes.due', { day: task.dueOn }) : '']
                      .filter((part) => part !== '')
                      .join(' · ')}
                  </span>
                </span>
                {task.groupTaskId ? (
                  <span class="row-aside">
                    <Badge tone={task.doneAt ? 'success' : 'info'}>
                      {t(task.doneAt ? 'minutes.taskDone' : 'minutes.taskInGroup')}
                    </Badge>
                  </span>
                ) : (
                  <form method="post" action={meetingHref(c, '/compte-rendu/taches')} class="row-aside">
                    <HiddenKey value={freshForm().key} />
                    <input type="hidden" name="taskId" value={task.id} />
                    {task.doneAt && <Badge tone="success">{t('minutes.taskDone')}</Badge>}
                    <Button kind="quiet" name="done" value={task.doneAt ? '' : 'yes'}>
                      {t(task.doneAt ? 'minutes.taskReopen' : 'minutes.taskFinish')}
                      <span class="visually-hidden"> – {task.text}</span>
                    </Button>
                  </form>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function sayMark(c: Context<CaisseEnv>, mark: Mark): string {
  const t = c.get('t')
  if (mark.kind !== 'task') return mark.text
  return [mark.text, mark.owner, mark.dueOn ? t('minutes.due', { day: mark.dueOn }) : '']
    .filter((part) => part !== '')
    .join(' · ')
}

/** Agree on the text, then show it. */
function NextStep({
  c,
  meeting,
  minutes,
  sections,
}: {
  c: Context<CaisseEnv>
  meeting: Meeting
  minutes: Minutes
  sections: readonly Section[]
}) {
  const t = c.get('t')
  const reopen = (
    <form method="post" action={meetingHref(c, '/compte-rendu/rouvrir')}>
      <HiddenKey value={freshForm().key} />
      <Button kind="quiet" icon="undo">
        {t('minutes.reopen')}
      </Button>
    </form>
  )
  if (minutes.status === 'open') {
    const unsettled = sections.reduce((sum, { asides }) => sum + asides, 0)
    return (
      <Card title={t('minutes.validateTitle')} icon="approve" look="accent">
        <p>{t('minutes.validateText')}</p>
        <Form action={meetingHref(c, '/compte-rendu/valider')} idempotencyKey={freshForm().key}>
          <TextField
            name="body"
            label={t('minutes.body')}
            hint={t('minutes.bodyHint')}
            value={meeting.groupName ?? t(`meetings.kind.${meeting.kind}`)}
            maxLength={120}
          />
          <Actions>
            <Button kind="primary" icon="approve" refusal={refusalToValidate(minutes.status, unsettled)}>
              {t('minutes.validate')}
            </Button>
          </Actions>
        </Form>
      </Card>
    )
  }
  return (
    <Actions>
      <LinkButton
        kind={minutes.status === 'validated' ? 'primary' : 'secondary'}
        icon="announce"
        href={meetingHref(c, '/compte-rendu/publier')}
      >
        {t(minutes.status === 'validated' ? 'minutes.publish' : 'minutes.publishAgain')}
      </LinkButton>
      <LinkButton icon="print" href={meetingHref(c, '/compte-rendu/imprimer.pdf')} download>
        {t('minutes.pdf')}
      </LinkButton>
      {reopen}
    </Actions>
  )
}

overview.get(`${HOME}/publier`, only(ORGANISERS), async (c) => html(await publishPage(c, freshForm())))

overview.post(`${HOME}/publier`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      publishMinutes(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        audience: textField(fields, 'audience') as 'members',
      }),
    done: () => back(c),
    again: (form) => publishPage(c, form),
  }),
)
