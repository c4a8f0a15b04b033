import { Hono, type Context } from 'hono'
import { InputError } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { addMilestone, changeMilestone, PLANNERS, removeMilestone } from '../actions/milestones.ts'
import { findMilestone, listMilestones, type Milestone } from '../store/milestones.ts'

/** The team keeps the timeline. */
export const manage = new Hono<CaisseEnv>()

const ALL = '/c/:slug/calendrier/gerer'
const ONE = `${ALL}/:milestone{[0-9a-f-]{36}}`

for (const path of [ALL, `${ALL}/*`])
  manage.use(path, readCaisse, async (c, next) => (requireRole(c, PLANNERS), next()))

const homeOf = (c: Context<CaisseEnv>): string => `/c/${c.get('caisse').slug}/calendrier/gerer`

const fileOf = (fields: Fields) => ({
  kind: textField(fields, 'kind') as 'phase',
  title: textField(fields, 'title'),
  description: textField(fields, 'description'),
  startsOn: textField(fields, 'startsOn'),
  endsOn: textField(fields, 'endsOn'),
  public: textField(fields, 'public') === 'yes',
})

manage.get(ALL, async (c) => html(await listPage(c, freshForm())))

manage.post(ALL, (c) =>
  answerForm(c, {
    act: (fields, key) => addMilestone(callOf(c, key), fileOf(fields)),
    done: () => `${homeOf(c)}?fait=saved`,
    again: (form) => listPage(c, form),
  }),
)

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const all = await read(c, listMilestones)
  const done = (['saved', 'deleted'] as const).find((each) => each === c.req.query('fait'))
  return (
    <DeskPage
      {...deskFrame(c, '/agenda')}
      title={t('calendar.timeline.edit.title')}
      lead={t('calendar.timeline.edit.lead')}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/calendrier`, label: t('caisses.site.timeline') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done &&
          c.req.method === 'GET' && <Notice tone="success" title={t(`calendar.timeline.edit.${done}`)} />
        )
      }
    >
      {all.length === 0 ? (
        <EmptyState title={t('calendar.timeline.none')} icon="calendar">
          <p>{t('calendar.timeline.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {all.map((milestone) => (
            <RowLink
              key={milestone.id}
              href={`${homeOf(c)}/${milestone.id}`}
              icon={milestone.kind === 'phase' ? 'calendar' : 'check'}
              title={milestone.title}
              text={
                milestone.endsOn
                  ? t('calendar.timeline.period', {
                      fromText: t.day(milestone.startsOn),
                      toText: t.day(milestone.endsOn),
                    })
                  : t.day(milestone.startsOn)
              }
              aside={!milestone.public && <Badge icon="lock">{t('calendar.timeline.draft')}</Badge>}
            />
          ))}
        </RowList>
      )}
      <Card title={t('calendar.timeline.edit.add')} icon="add">
        <MilestoneForm c={c} form={form} />
      </Card>
    </DeskPage>
  )
}

function MilestoneForm({
  c,
  form,
  milestone,
}: {
  c: Context<CaisseEnv>
  form: FormState
  milestone?: Milestone
}) {
  const t = c.get('t')
  return (
    <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
      <RadioCards
        name="kind"
        label={t('calendar.timeline.edit.kind')}
        value={milestone?.kind ?? 'milestone'}
        columns
        options={(['milestone', 'phase'] as const).map((kind) => ({
          value: kind,
          label: t(`calendar.timeline.kind.${kind}`),
        }))}
      />
      <TextField
        name="title"
        label={t('calendar.timeline.edit.titleField')}
        value={milestone?.title ?? ''}
        maxLength={80}
      />
      <TextField
        name="description"
        label={t('calendar.timeline.edit.description')}
        value={milestone?.description ?? ''}
        maxLength={300}
        optional
      />
      <div class="form-row">
        <DateField
          name="startsOn"
          label={t('calendar.timeline.edit.from')}
          {...(milestone && { value: milestone.startsOn })}
        />
        <DateField
          name="endsOn"
          label={t('calendar.timeline.edit.to')}
          hint={t('calendar.timeline.edit.toHint')}
          {...(milestone?.endsOn && { value: milestone.endsOn })}
          optional
        />
      </div>
      <CheckboxField
        name="public"
        label={t('calendar.timeline.edit.public')}
        checked={milestone?.public ?? true}
        optional
      />
      <Actions>
        <Button kind="primary" icon="save">
          {t('calendar.timeline.edit.confirm')}
        </Button>
      </Actions>
    </Form>
  )
}

manage.get(ONE, async (c) => html(await onePage(c, freshForm())))

manage.post(ONE, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      try {
        await changeMilestone(callOf(c, key), { milestoneId: c.req.param('milestone'), file: fileOf(fields) })
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        throw new InputError(
          error.issues.map(({ field, message }) => ({ field: field.replace(/^file\./, ''), message })),
        )
      }
    },
    done: () => `${homeOf(c)}?fait=saved`,
    again: (form) => onePage(c, form),
  }),
)

manage.post(`${ONE}/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => removeMilestone(callOf(c, key), { milestoneId: c.req.param('milestone') }),
    done: () => `${homeOf(c)}?fait=deleted`,
    again: (form) => onePage(c, form),
  }),
)

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const milestone = await read(c, (tx) => findMilestone(tx, c.req.param('milestone')!))
  if (!milestone) throw new Refusal('unknown_milestone', {}, 404)
  return (
    <DeskPage
      {...deskFrame(c, '/agenda')}
      title={milestone.title}
      breadcrumb={[{ href: homeOf(c), label: t('calendar.timeline.edit.title') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <MilestoneForm c={c} form={form} milestone={milestone} />
      <Card title={t('calendar.timeline.edit.delete')} look="sunk">
        <form method="post" action={`${homeOf(c)}/${milestone.id}/retirer`}>
          <HiddenKey value={freshForm().key} />
          <Button kind="danger" icon="delete">
            {t('calendar.timeline.edit.delete')}
          </Button>
        </form>
      </Card>
    </DeskPage>
  )
}
