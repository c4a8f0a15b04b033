import { Hono, type Context } from 'hono'
import { InputError } from '../../../kit/gesture.ts'
import {
  answerForm,
  type Fields,
  type FormState,
  freshForm,
  html,
  requiredFile,
  textField,
} from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { FileField, NumberField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { addMaterial, removeMaterial, writeAgenda } from '../actions/preparation.ts'
import { getMeeting } from '../store/meetings.ts'
import { agendaOf, materialsOf } from '../store/preparation.ts'
import { AgendaList } from './agenda-list.tsx'
import { MEETING, meetingHref, MeetingTabs, only, told, trailTo } from './shared.tsx'

/** Who speaks of what and for how long, and the files that go with it. */
export const prepare = new Hono<CaisseEnv>()

const PREPARE = `${MEETING}/preparer` as const

/** Empty lines under those that are written. */
const FREE_LINES = 4

prepare.get(PREPARE, only(ORGANISERS), async (c) => html(await preparePage(c, freshForm(), freshForm())))

prepare.post(PREPARE, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      writeAgenda(callOf(c, key), { meetingId: c.req.param('meeting'), items: readItems(fields) }),
    done: () => meetingHref(c, '/preparer?fait=oui'),
    again: (form) => preparePage(c, form, freshForm()),
  }),
)

/** Lines that have a title, in their order; how long they last is asked at the line's own field. */
function readItems(fields: Fields) {
  const issues: { field: string; message: string }[] = []
  const items = Array.from({ length: 40 }, (_, i) => ({
    i,
    title: textField(fields, `title${i}`).trim(),
    minutes: textField(fields, `minutes${i}`).trim(),
    owner: textField(fields, `owner${i}`).trim(),
  })).filter(({ title }) => title !== '')
  for (const { i, minutes } of items)
    if (!/^[1-9]\d{0,3}$/.test(minutes)) issues.push({ field: `minutes${i}`, message: 'number' })
  if (issues.length > 0) throw new InputError(issues)
  return items.map(({ title, minutes, owner }) => ({ title, minutes, owner }))
}

prepare.post(`${PREPARE}/documents`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const { name, bytes } = await requiredFile(fields)
      return addMaterial(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        title: textField(fields, 'materialTitle') || name.slice(0, 200),
        fileName: name.slice(0, 200),
        shared: textField(fields, 'shared'),
        file: bytes,
      })
    },
    done: () => meetingHref(c, '/preparer?fait=oui'),
    again: (form) => preparePage(c, freshForm(), form),
  }),
)

prepare.post(`${PREPARE}/documents/retirer`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) => removeMaterial(callOf(c, key), { materialId: textField(fields, 'materialId') }),
    done: () => meetingHref(c, '/preparer?fait=oui'),
    again: (form) => preparePage(c, freshForm(), form),
  }),
)

async function preparePage(c: Context<CaisseEnv>, agendaForm: FormState, fileForm: FormState) {
  const t = c.get('t')
  const { meeting, agenda, materials } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    agenda: await agendaOf(tx, c.req.param('meeting')!),
    materials: await materialsOf(tx, c.req.param('meeting')!),
  }))
  const form = agendaForm.refusal ? agendaForm : fileForm
  const lines = Math.min(40, Math.max(agenda.length, 1) + FREE_LINES)
  const planned = agenda.reduce((sum, { minutes }) => sum + minutes, 0)
  const lasts = Math.round((meeting.endsAt.getTime() - meeting.startsAt.getTime()) / 60_000)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={
        agenda.length === 0 ? t('meetings.prepare.title') : t('meetings.prepare.planned', { planned, lasts })
      }
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('meetings.done.saved'))}
    >
      <MeetingTabs c={c} current="/preparer" />
      {agenda.length > 0 && <AgendaList t={t} meeting={meeting} agenda={agenda} />}
      <Card title={t('meetings.prepare.agenda')} icon="tasks">
        <Form
          action={meetingHref(c, '/preparer')}
          issues={agendaForm.issues}
          typed={agendaForm.typed}
          idempotencyKey={agendaForm.key}
        >
          {Array.from({ length: lines }, (_, i) => (
            <fieldset key={i} class="agenda-line">
              <legend>{t('meetings.prepare.line', { number: i + 1 })}</legend>
              <TextField
                name={`title${i}`}
                label={t('meetings.prepare.what')}
                value={agenda[i]?.title ?? ''}
                maxLength={200}
                optional
              />
              <NumberField
                name={`minutes${i}`}
                label={t('meetings.prepare.minutes')}
                optional
                {...(agenda[i] && { value: agenda[i].minutes })}
              />
              <TextField
                name={`owner${i}`}
                label={t('meetings.prepare.owner')}
                value={agenda[i]?.owner ?? ''}
                maxLength={120}
                optional
              />
            </fieldset>
          ))}
          <Actions>
            <Button kind="primary" icon="save">
              {t('meetings.prepare.save')}
            </Button>
          </Actions>
        </Form>
      </Card>
      <Card title={t('meetings.prepare.materials')} icon="document">
        {materials.length > 0 && (
          <ul class="row-list">
            {materials.map((one) => (
              <li key={one.id} class="row">
                <span class="row-text">
                  <a href={meetingHref(c, `/documents/${one.id}`)}>{one.title}</a>
                  <span class="row-more">
                    {t('meetings.prepare.kilobytes', { count: Math.max(1, Math.round(one.bytes / 1024)) })}
                  </span>
                </span>
                <span class="row-aside">
                  <Badge tone={one.shared ? 'success' : 'info'}>
                    {t(one.shared ? 'meetings.prepare.shared' : 'meetings.prepare.team')}
                  </Badge>
                  <form method="post" action={meetingHref(c, '/preparer/documents/retirer')}>
                    <HiddenKey value={freshForm().key} />
                    <input type="hidden" name="materialId" value={one.id} />
                    <Button kind="quiet" icon="delete">
                      {t('meetings.prepare.remove')}
                      <span class="visually-hidden"> – {one.title}</span>
                    </Button>
                  </form>
                </span>
              </li>
            ))}
          </ul>
        )}
        <Form
          action={meetingHref(c, '/preparer/documents')}
          issues={fileForm.issues}
          typed={fileForm.typed}
          idempotencyKey={fileForm.key}
          files
        >
          <FileField name="file" label={t('meetings.prepare.file')} />
          <TextField
            name="materialTitle"
            label={t('meetings.prepare.fileTitle')}
            hint={t('meetings.prepare.fileTitleHint')}
            maxLength={200}
            optional
          />
          <CheckboxField
            name="shared"
            label={t('meetings.prepare.share')}
            hint={t('meetings.prepare.shareHint')}
            optional
          />
          <Actions>
            <Button icon="upload">{t('meetings.prepare.upload')}</Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}
