import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { InputError, parseInput } from '../../../kit/gesture.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { NumberField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { factsOf, ORGANISERS } from '../actions/input.ts'
import { changeMeeting, scheduleMeeting } from '../actions/meetings.ts'
import { changeFollowing, scheduleSeries, SeriesInput } from '../actions/series.ts'
import { daysOf, RHYTHMS, ruleText } from '../rules/series.ts'
import { nearDay } from '../rules/when.ts'
import { getMeeting } from '../store/meetings.ts'
import { MeetingFields, readAround, readMeeting } from './meeting-fields.tsx'
import { hrefOf, MEETING, meetingHref, only, told, trailTo } from './shared.tsx'

/** A new date, a series of them, and what changes. */
export const schedule = new Hono<CaisseEnv>()

const NEW = '/c/:slug/rencontres/nouvelle'

schedule.get(NEW, only(ORGANISERS), async (c) => html(await newPage(c, freshForm())))

schedule.post(NEW, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      scheduleMeeting(callOf(c, key), { ...readMeeting(fields), announce: textField(fields, 'announce') }),
    done: ({ meetingId }) => hrefOf(c, `/${meetingId}/gerer?fait=note`),
    again: (form) => newPage(c, form),
  }),
)

async function newPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const around = await readAround(c)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.new.title')}
      lead={t('meetings.new.lead')}
      breadcrumb={trailTo(c)}
      notice={told(t, form)}
      actions={
        <LinkButton icon="calendar" href={hrefOf(c, '/serie')}>
          {t('meetings.list.series')}
        </LinkButton>
      }
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <MeetingFields c={c} around={around} filled={form.issues.length > 0} />
        <CheckboxField
          name="announce"
          label={t('meetings.new.announce')}
          hint={t('meetings.new.announceHint')}
          optional
        />
        <Actions>
          <Button kind="primary" icon="check">
            {t('meetings.new.confirm')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

schedule.get(`${MEETING}/modifier`, only(ORGANISERS), async (c) => html(await changePage(c, freshForm())))

schedule.post(`${MEETING}/modifier`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const change = {
        ...readMeeting(fields),
        meetingId: c.req.param('meeting'),
        told: textField(fields, 'told'),
      }
      if (textField(fields, 'following') === 'yes') await changeFollowing(callOf(c, key), change)
      else await changeMeeting(callOf(c, key), change)
    },
    done: () => meetingHref(c, '/gerer?fait=modifie'),
    again: (form) => changePage(c, form),
  }),
)

async function changePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const meeting = await read(c, (tx) => getMeeting(tx, c.req.param('meeting')!))
  const around = await readAround(c)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.change.title')}
      lead={t('meetings.change.lead')}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form)}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <MeetingFields c={c} around={around} meeting={meeting} filled />
        <Card title={t('meetings.change.tell')} icon="send">
          <TextField
            name="told"
            label={t('meetings.change.told')}
            hint={t('meetings.change.toldHint')}
            maxLength={500}
            optional
          />
          {meeting.seriesId && (
            <CheckboxField
              name="following"
              label={t('meetings.change.following')}
              hint={t('meetings.change.followingHint')}
              optional
            />
          )}
        </Card>
        <Actions>
          <Button kind="primary" icon="save">
            {t('meetings.change.confirm')}
          </Button>
          <LinkButton kind="quiet" href={meetingHref(c, '/gerer')}>
            {t('meetings.change.back')}
          </LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}

const SERIES = '/c/:slug/rencontres/serie'

schedule.get(SERIES, only(ORGANISERS), async (c) => html(await seriesPage(c, freshForm())))

const readSeries = (fields: Fields) => ({
  ...readMeeting(fields),
  rhythm: textField(fields, 'rhythm') as 'weeks',
  every: textField(fields, 'every'),
  count: textField(fields, 'count'),
})

/** First the dates that the rule gives, to look at; then the series without those that were unticked. */
schedule.post(SERIES, only(ORGANISERS), async (c) => {
  const kept = (await c.req.raw.clone().formData()).getAll('kept').map(String)
  return answerForm(c, {
    act: async (fields, key) => {
      const days = seriesDays(fields, c.get('caisse').time_zone)
      if (textField(fields, 'seen') !== days.join(' ')) return html(previewPage(c, fields, days))
      await scheduleSeries(callOf(c, key), {
        ...readSeries(fields),
        skipped: days.filter((day) => !kept.includes(day)),
        announce: textField(fields, 'announce'),
      })
      return `${hrefOf(c)}?fait=serie`
    },
    done: (next) => next,
    again: (form) => seriesPage(c, form),
  })
})

function seriesDays(fields: Fields, timeZone: string): string[] {
  const input = parseInput(SeriesInput, readSeries(fields))
  factsOf(input, timeZone)
  const days = daysOf(ruleText(input, input.day), input.day, input.from, timeZone)
  if (days.length === 0) throw new InputError([{ field: 'count', message: 'no_date_left' }])
  return days
}

async function seriesPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const around = await readAround(c)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.series.title')}
      lead={t('meetings.series.lead')}
      breadcrumb={trailTo(c)}
      notice={told(t, form)}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <Card title={t('meetings.series.rhythm')} icon="shuffle">
          <SelectField
            name="rhythm"
            label={t('meetings.series.rhythm')}
            value="weeks"
            options={RHYTHMS.map((rhythm) => ({ value: rhythm, label: t(`meetings.rhythm.${rhythm}`) }))}
          />
          <div class="form-row">
            <NumberField
              name="every"
              label={t('meetings.series.every')}
              hint={t('meetings.series.everyHint')}
              value={2}
            />
            <NumberField name="count" label={t('meetings.series.count')} value={11} />
          </div>
        </Card>
        <MeetingFields c={c} around={around} filled={form.issues.length > 0} />
        <Actions>
          <Button kind="primary" icon="next">
            {t('meetings.series.see')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}

function previewPage(c: Context<CaisseEnv>, seen: Fields, days: readonly string[]) {
  const t = c.get('t')
  const title = textField(seen, 'title')
  const hidden = { ...readSeries(seen), seen: days.join(' ') }
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.series.dates', { count: days.length, firstText: nearDay(t, days[0]!) })}
      lead={title}
      breadcrumb={[...trailTo(c), { href: hrefOf(c, '/serie'), label: t('meetings.series.title') }]}
    >
      <form method="post" class="form">
        <HiddenKey value={freshForm().key} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Notice tone="info" title={t('meetings.series.untick')} />
        <fieldset class="choices">
          <legend class="visually-hidden">{t('meetings.series.untick')}</legend>
          {days.map((day) => (
            <label key={day} class="choice choice-check">
              <input type="checkbox" name="kept" value={day} checked />
              <span class="choice-label">{nearDay(t, day)}</span>
            </label>
          ))}
        </fieldset>
        <label class="choice choice-check">
          <input type="checkbox" name="announce" value="yes" />
          <span class="choice-label">{t('meetings.series.announce')}</span>
        </label>
        <Actions>
          <Button kind="primary" icon="check">
            {t('meetings.series.confirm')}
          </Button>
        </Actions>
      </form>
    </DeskPage>
  )
}
