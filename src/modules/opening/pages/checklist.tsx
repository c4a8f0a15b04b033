import { Hono, type Context } from 'hono'
import type { Role } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { Icon } from '../../../kit/ui/icon.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../../kit/ui/parts.tsx'
import { ProgressBar } from '../../../kit/ui/progress.tsx'
import {
  callOf,
  deskFrame,
  mayHere,
  read,
  readCaisse,
  requireRole,
  type CaisseEnv,
} from '../../caisses/web.ts'
import { tickStep } from '../actions/steps.ts'
import {
  checklist,
  isTicked,
  leftToDo,
  type Facts,
  type Step,
  type StepName,
  type StepState,
} from '../rules/checklist.ts'
import { openingFacts, tickedSteps } from '../store/checklist.ts'

const SEES: readonly Role[] = ['coordinator', 'treasurer', 'administrator']

export const opening = new Hono<CaisseEnv>()

opening.use('/c/:slug/ouverture', readCaisse, async (c, next) => (requireRole(c, SEES), next()))

opening.get('/c/:slug/ouverture', async (c) => html(await checklistPage(c, freshForm())))

opening.post('/c/:slug/ouverture', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      tickStep(callOf(c, key), {
        step: textField(fields, 'step') as 'printed',
        done: textField(fields, 'done') === 'yes',
      }),
    done: () => `/c/${c.get('caisse').slug}/ouverture`,
    again: (form) => checklistPage(c, form),
  }),
)

/** Where each step is done, and by whom. */
const PLACES: Record<StepName, { path: string; who: readonly Role[] }> = {
  entity: { path: '/equipe', who: SEES },
  bank: { path: '/tresorerie/banque', who: SEES },
  signers: { path: '/equipe', who: SEES },
  deputies: { path: '/equipe/inviter', who: ['coordinator', 'administrator'] },
  data_notice: { path: '/donnees/notice', who: ['coordinator', 'administrator'] },
  reglement: { path: '/projets-de-reglement', who: SEES },
  outlets: { path: '/lieux/gerer', who: SEES },
  households: { path: '/foyers', who: ['coordinator', 'administrator'] },
  printed: { path: '/lieux/gerer', who: SEES },
  practice: { path: '/nouvelle-caisse?entrainement=oui', who: ['administrator'] },
}

const TONES = {
  done: 'success',
  begun: 'wait',
  todo: 'wait',
  not_needed: 'info',
} as const satisfies Record<StepState, string>

/** Everything that an opening takes, in order, with where it stands. */
async function checklistPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, practice } = c.get('caisse')
  const { facts, ticks } = await read(c, async (tx) => ({
    facts: await openingFacts(tx, c.get('today')),
    ticks: await tickedSteps(tx),
  }))
  const steps = checklist(facts)
  const left = leftToDo(steps)
  return (
    <DeskPage
      {...deskFrame(c, '/ouverture')}
      title={t('opening.title', { count: left })}
      lead={t('opening.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      actions={
        <>
          {mayHere(c, ['administrator']) && (
            <LinkButton icon="add" href={`/c/${slug}/nouvelle-caisse`}>
              {t('opening.another')}
            </LinkButton>
          )}
          <LinkButton kind="quiet" icon="clock" href={`/c/${slug}/fin`}>
            {t('opening.end.nav')}
          </LinkButton>
        </>
      }
    >
      {practice && <Notice tone="info" title={t('opening.practice')} />}
      <ProgressBar label={t('opening.progress')} value={steps.length - left} max={steps.length} />
      <div class="stack">
        {steps.map((step, i) => (
          <StepCard
            key={step.name}
            c={c}
            step={step}
            place={i + 1}
            facts={facts}
            tick={ticks.find((one) => one.step === step.name)}
            formKey={form.key}
          />
        ))}
      </div>
    </DeskPage>
  )
}

type StepProps = {
  c: Context<CaisseEnv>
  step: Step
  place: number
  facts: Facts
  tick: { doneAt: Date; by: string | null } | undefined
  formKey: string
}

function StepCard({ c, step, place, facts, tick, formKey }: StepProps) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const { name, state } = step
  return (
    <Card title={`${place}. ${t(`opening.step.${name}.title`)}`} look={state === 'done' ? 'sunk' : 'plain'}>
      <p class="badges">
        <Badge tone={TONES[state]}>{t(`opening.state.${state}`)}</Badge>
      </p>
      <p>{t(`opening.step.${name}.text`)}</p>
      <p class="soft">{whereItStands(c, step, facts)}</p>
      {tick && (
        <p class="soft small">
          {t('opening.tickedBy', { nameText: tick.by ?? '–', whenText: t.instant(tick.doneAt) })}
        </p>
      )}
      {mayHere(c, PLACES[name].who) && (
        <p>
          <a href={`/c/${slug}${PLACES[name].path}`}>
            {t(`opening.step.${name}.link`)} <Icon name="forward" size="small" />
          </a>
        </p>
      )}
      {isTicked(name) && (tick || state !== 'done') && mayHere(c, ['coordinator', 'administrator']) && (
        <form method="post" action={`/c/${slug}/ouverture`}>
          <HiddenKey value={formKey} />
          <input type="hidden" name="step" value={name} />
          <input type="hidden" name="done" value={tick ? '' : 'yes'} />
          <Button kind={tick ? 'quiet' : 'secondary'} icon={tick ? 'undo' : 'check'}>
            {t(tick ? 'opening.untick' : 'opening.tick')}
            <span class="visually-hidden"> {t(`opening.step.${name}.title`)}</span>
          </Button>
        </form>
      )}
    </Card>
  )
}

function whereItStands(c: Context<CaisseEnv>, { name }: Step, facts: Facts): string {
  const t = c.get('t')
  switch (name) {
    case 'entity':
      return facts.organisation
    case 'signers':
      return t('opening.now.signers', { count: facts.signers })
    case 'deputies':
      return t('opening.now.deputies', { count: facts.deputies })
    case 'reglement':
      return t(`opening.now.reglement_${facts.reglement}`)
    case 'outlets':
      return t('opening.now.outlets', { count: facts.outlets, devices: facts.devices })
    case 'households':
      return t('opening.now.households', { count: facts.households, codes: facts.withCode })
    default:
      return ''
  }
}
