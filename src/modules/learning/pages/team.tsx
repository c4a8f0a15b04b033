import { Hono, type Context } from 'hono'
import {
  answerForm,
  fileAnswer,
  freshForm,
  html,
  textField,
  type Fields,
  type FormState,
} from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, NumberField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { dropStep, keepStep, noteOtherwise, raiseStep } from '../actions.ts'
import { pathPaper } from '../papers.ts'
import { isDone, isRequired, STEP_KINDS, type Step } from '../rules.ts'
import {
  getStep,
  listDecided,
  listSteps,
  nextByKind,
  walkersOf,
  type Decided,
  type Walker,
} from '../store.ts'

export const HOME = '/c/:slug/parcours'

export const team = new Hono<CaisseEnv>()

const hrefOf = (c: Context<CaisseEnv>, path = ''): string => `/c/${c.get('caisse').slug}/parcours${path}`

const readStep = (fields: Fields, stepId: string) => ({
  stepId,
  title: textField(fields, 'title'),
  purpose: textField(fields, 'purpose'),
  meetingKind: textField(fields, 'meetingKind') as 'workshop',
  times: textField(fields, 'times'),
  otherWay: textField(fields, 'otherWay'),
  decisionId: textField(fields, 'decisionId'),
  requiredFrom: textField(fields, 'requiredFrom'),
})

team.get(HOME, async (c) => html(await listPage(c, freshForm())))

team.post(HOME, (c) =>
  answerForm(c, {
    act: (fields, key) => keepStep(callOf(c, key), readStep(fields, '')),
    done: () => `${hrefOf(c)}?fait=ajoutee`,
    again: (form) => listPage(c, form),
  }),
)

team.get(`${HOME}/feuille.pdf`, async (c) => {
  const paper = await read(c, (tx) => pathPaper(tx, c.get('t'), c.get('app').now(), c.get('today')))
  return fileAnswer(await printPaper(paper), 'application/pdf', 'parcours.pdf')
})

/** Offered, or asked by a decision. */
export function Asked({ t, step, day }: { t: Translate; step: Step; day: string }) {
  return isRequired(step, day) ? (
    <Badge tone="info" icon="rules">
      {t('learning.step.required', { numberText: String(step.decisionNumber), day: step.requiredFrom! })}
    </Badge>
  ) : (
    <Badge>{t('learning.step.offered')}</Badge>
  )
}

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const today = c.get('today')
  const { steps, decided } = await read(c, async (tx) => {
    const steps = []
    for (const step of await listSteps(tx, today)) {
      const walkers = await walkersOf(tx, step, today)
      steps.push({ step, all: walkers.length, done: walkers.filter((one) => isDone(step, one)).length })
    }
    return { steps, decided: await listDecided(tx) }
  })
  const done = c.req.query('fait')
  return (
    <DeskPage
      {...deskFrame(c, '/parcours')}
      title={t('learning.list.title', { count: steps.length })}
      lead={t('learning.list.lead')}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={t('learning.done')} />
        )
      }
      actions={
        steps.length > 0 && (
          <LinkButton icon="print" href={hrefOf(c, '/feuille.pdf')}>
            {t('learning.list.print')}
          </LinkButton>
        )
      }
    >
      {steps.length === 0 && (
        <EmptyState title={t('learning.list.none')} icon="grow">
          <p>{t('learning.list.noneText')}</p>
        </EmptyState>
      )}
      {steps.map(({ step, all, done: finished }, i) => (
        <Card key={step.id} title={`${i + 1}. ${step.title}`} href={hrefOf(c, `/${step.id}`)}>
          <p>
            <Asked t={t} step={step} day={today} />
          </p>
          {step.purpose && <p>{step.purpose}</p>}
          <ProgressBar
            label={t('learning.list.through')}
            value={finished}
            max={Math.max(all, 1)}
            text={t('learning.list.count', { done: finished, all })}
          />
        </Card>
      ))}
      <Disclosure
        summary={t('learning.add.title')}
        open={steps.length === 0 || form.issues.length > 0 || form.refusal !== null}
      >
        <StepForm c={c} form={form} decided={decided} primary />
      </Disclosure>
    </DeskPage>
  )
}

type StepFormProps = {
  c: Context<CaisseEnv>
  form: FormState
  decided: readonly Decided[]
  step?: Step
  primary?: boolean
}

function StepForm({ c, form, decided, step, primary = false }: StepFormProps) {
  const t = c.get('t')
  return (
    <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
      <TextField name="title" label={t('learning.field.title')} value={step?.title ?? ''} maxLength={120} />
      <TextField
        name="purpose"
        label={t('learning.field.purpose')}
        value={step?.purpose ?? ''}
        rows={2}
        maxLength={600}
        optional
      />
      <div class="form-row">
        <SelectField
          name="meetingKind"
          label={t('learning.field.kind')}
          value={step?.meetingKind ?? ''}
          options={[
            { value: '', label: t('learning.add.byDesk') },
            ...STEP_KINDS.map((value) => ({ value, label: t(`learning.kinds.${value}`) })),
          ]}
          optional
        />
        <NumberField name="times" label={t('learning.field.times')} value={step?.times ?? 1} />
      </div>
      <TextField
        name="otherWay"
        label={t('learning.field.otherWay')}
        hint={t('learning.add.otherHint')}
        value={step?.otherWay ?? ''}
        rows={2}
        maxLength={600}
      />
      <div class="form-row">
        <SelectField
          name="decisionId"
          label={t('learning.field.decision')}
          hint={t('learning.add.decisionHint')}
          value={decided.find(({ number }) => number === step?.decisionNumber)?.id ?? ''}
          options={[
            { value: '', label: t('learning.step.offered') },
            ...decided.map(({ id, number, title }) => ({
              value: id,
              label: t('learning.add.decision', { numberText: String(number), titleText: title }),
            })),
          ]}
          optional
        />
        <DateField
          name="requiredFrom"
          label={t('learning.field.requiredFrom')}
          {...(step?.requiredFrom && { value: step.requiredFrom })}
          optional
        />
      </div>
      <Actions>
        <Button kind={primary ? 'primary' : 'secondary'}>
          {t(step ? 'learning.add.save' : 'learning.add.confirm')}
        </Button>
      </Actions>
    </Form>
  )
}

const ONE = `${HOME}/:step{[0-9a-f-]{36}}` as const
const here = (c: Context<CaisseEnv>) => hrefOf(c, `/${c.req.param('step')}`)

team.get(ONE, async (c) => html(await stepPage(c, freshForm())))

team.post(ONE, (c) =>
  answerForm(c, {
    act: (fields, key) => keepStep(callOf(c, key), readStep(fields, c.req.param('step'))),
    done: () => `${here(c)}?fait=oui`,
    again: (form) => stepPage(c, form),
  }),
)

team.post(`${ONE}/autrement`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      noteOtherwise(callOf(c, key), {
        stepId: c.req.param('step'),
        personId: textField(fields, 'personId'),
        done: textField(fields, 'done') as 'yes',
      }),
    done: () => `${here(c)}?fait=oui`,
    again: (form) => stepPage(c, form),
  }),
)

team.post(`${ONE}/monter`, (c) =>
  answerForm(c, {
    act: (_, key) => raiseStep(callOf(c, key), { stepId: c.req.param('step') }),
    done: () => hrefOf(c),
    again: (form) => stepPage(c, form),
  }),
)

team.post(`${ONE}/finir`, (c) =>
  answerForm(c, {
    act: (_, key) => dropStep(callOf(c, key), { stepId: c.req.param('step') }),
    done: () => `${hrefOf(c)}?fait=finie`,
    again: (form) => stepPage(c, form),
  }),
)

async function stepPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const today = c.get('today')
  const { step, walkers, decided, coming } = await read(c, async (tx) => {
    const step = await getStep(tx, today, c.req.param('step')!)
    return {
      step,
      walkers: await walkersOf(tx, step, today),
      decided: await listDecided(tx),
      coming: (await nextByKind(tx, c.get('app').now())).find(({ kind }) => kind === step.meetingKind),
    }
  })
  const waiting = walkers.filter((one) => !isDone(step, one))
  const finished = walkers.filter((one) => isDone(step, one))
  return (
    <DeskPage
      {...deskFrame(c, '/parcours')}
      title={t('learning.one.title', { titleText: step.title, count: waiting.length })}
      lead={step.purpose || undefined}
      breadcrumb={[{ href: hrefOf(c), label: t('learning.nav') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          c.req.query('fait') && <Notice tone="success" title={t('learning.done')} />
        )
      }
    >
      <p>
        <Asked t={t} step={step} day={today} />
      </p>
      <Card title={t('learning.field.otherWay')} icon="agreement" look="sunk">
        <p>{step.otherWay}</p>
      </Card>
      {coming && (
        <p>
          <a href={`/c/${c.get('caisse').slug}/rencontres/${coming.id}`}>
            {t('learning.own.coming', { titleText: coming.title, whenText: t.instant(coming.startsAt) })}
          </a>
        </p>
      )}
      <h2>{t('learning.one.waiting', { count: waiting.length })}</h2>
      <Walkers c={c} step={step} walkers={waiting} done={false} />
      {finished.length > 0 && (
        <Disclosure summary={t('learning.one.finished', { count: finished.length })}>
          <Walkers c={c} step={step} walkers={finished} done />
        </Disclosure>
      )}
      <Disclosure
        summary={t('learning.one.change')}
        open={form.issues.length > 0 || (form.refusal !== null && form.typed.title !== undefined)}
      >
        <StepForm c={c} form={form} decided={decided} step={step} />
        <Actions>
          <form method="post" action={`${here(c)}/monter`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="quiet">{t('learning.one.up')}</Button>
          </form>
          <form method="post" action={`${here(c)}/finir`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="quiet" icon="delete">
              {t('learning.one.end')}
            </Button>
          </form>
        </Actions>
      </Disclosure>
    </DeskPage>
  )
}

type WalkersProps = { c: Context<CaisseEnv>; step: Step; walkers: readonly Walker[]; done: boolean }

function Walkers({ c, step, walkers, done }: WalkersProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  /** What was noted by the desk, or kept from meetings, may be taken back; what meetings say is theirs. */
  const mayChange = (one: Walker) => !done || one.doneOn !== null
  return (
    <RowList>
      {walkers.map((one) => (
        <RowItem
          key={one.personId}
          icon={done ? 'success' : 'person'}
          title={<a href={`/c/${slug}/foyers/${one.householdId}`}>{one.name}</a>}
          text={
            step.meetingKind && step.times > 1
              ? t('learning.one.times', { attended: Math.min(one.attended, step.times), times: step.times })
              : undefined
          }
          aside={
            mayChange(one) && (
              <span class="row-buttons">
                <form method="post" action={`${here(c)}/autrement`}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="personId" value={one.personId} />
                  <Button kind="quiet" name="done" value={done ? 'no' : 'yes'}>
                    {t(done ? 'learning.one.takeBack' : 'learning.one.otherwise')}
                  </Button>
                </form>
              </span>
            )
          }
        />
      ))}
    </RowList>
  )
}
