import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { NumberField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList, Tabs } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { setMeetings } from '../actions/preparation.ts'
import { noteCalled } from '../actions/registrations.ts'
import { listMeetings, type Meeting } from '../store/meetings.ts'
import { meetingCalls, type MeetingCall } from '../store/registrations.ts'
import { meetingSetting } from '../store/settings.ts'
import { hrefOf, only, sayWhen, StatusBadge, told, trailTo } from './shared.tsx'

/** What is coming, what was, whom to call, and what holds for all meetings. */
export const list = new Hono<CaisseEnv>()

const LIST = '/c/:slug/rencontres'
const SHOWN = 100

list.get(LIST, only(ORGANISERS), async (c) => {
  const t = c.get('t')
  const now = c.get('app').now()
  const past = c.req.query('passees') !== undefined
  const { meetings, calls } = await read(c, async (tx) => ({
    meetings: await listMeetings(tx, past ? { until: now, limit: SHOWN } : { from: now, limit: SHOWN }),
    calls: await meetingCalls(tx),
  }))
  const next = past ? undefined : meetings.find(({ status }) => status === 'announced')
  return html(
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={next ? t('meetings.list.next', { whenText: sayWhen(c, next) }) : t('meetings.list.title')}
      lead={next?.title ?? t('meetings.list.lead')}
      notice={c.req.query('fait') && <Notice tone="success" title={t('meetings.done.serie')} />}
      actions={
        <>
          <LinkButton kind="primary" icon="add" href={hrefOf(c, '/nouvelle')}>
            {t('meetings.list.new')}
          </LinkButton>
          <LinkButton icon="calendar" href={hrefOf(c, '/serie')}>
            {t('meetings.list.series')}
          </LinkButton>
          <LinkButton kind="quiet" icon="settings" href={hrefOf(c, '/reglages')}>
            {t('meetings.list.settings')}
          </LinkButton>
        </>
      }
    >
      {calls.length > 0 && (
        <Notice tone="wait" title={t('meetings.calls.title', { count: calls.length })}>
          <p>
            <a href={hrefOf(c, '/appels')}>{t('meetings.calls.open')}</a>
          </p>
        </Notice>
      )}
      <Tabs
        label={t('meetings.list.which')}
        tabs={[
          { href: hrefOf(c), label: t('meetings.list.coming'), current: !past },
          { href: `${hrefOf(c)}?passees`, label: t('meetings.list.past'), current: past },
        ]}
      />
      {meetings.length === 0 ? (
        <EmptyState title={t(past ? 'meetings.list.nonePast' : 'meetings.list.none')} icon="calendar">
          <p>{t('meetings.list.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {meetings.map((meeting) => (
            <MeetingRow key={meeting.id} c={c} meeting={meeting} />
          ))}
        </RowList>
      )}
    </DeskPage>,
  )
})

function MeetingRow({ c, meeting }: { c: Context<CaisseEnv>; meeting: Meeting }) {
  const t = c.get('t')
  const now = c.get('app').now()
  const { capacity, registered, came } = meeting
  const count =
    meeting.endsAt <= now && came !== null
      ? t('meetings.list.came', { count: came })
      : !meeting.registers
        ? t('meetings.list.open')
        : capacity === null
          ? t('meetings.list.registered', { count: registered })
          : t('meetings.list.places', { count: registered, capacity })
  return (
    <RowLink
      href={hrefOf(c, `/${meeting.id}/gerer`)}
      icon={meeting.kind === 'workshop' ? 'salad' : meeting.kind === 'information' ? 'announce' : 'people'}
      title={meeting.title}
      text={[sayWhen(c, meeting), meeting.territoryName ?? meeting.placeName, count]
        .filter((part) => part !== '')
        .join(' · ')}
      aside={<StatusBadge t={t} meeting={meeting} now={now} />}
    />
  )
}

list.get(`${LIST}/appels`, only(ORGANISERS), async (c) => html(await callsPage(c, freshForm())))

list.post(`${LIST}/appels`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) => noteCalled(callOf(c, key), { registrationId: textField(fields, 'registrationId') }),
    done: () => hrefOf(c, '/appels?fait=oui'),
    again: (form) => callsPage(c, form),
  }),
)

async function callsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const calls = await read(c, meetingCalls)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.calls.title', { count: calls.length })}
      lead={t('meetings.calls.lead')}
      breadcrumb={trailTo(c)}
      notice={told(t, form, c.req.query('fait') && t('meetings.calls.noted'))}
    >
      {calls.length === 0 ? (
        <EmptyState title={t('meetings.calls.none')} icon="check">
          <p>{t('meetings.calls.noneText')}</p>
        </EmptyState>
      ) : (
        calls.map((call) => <CallCard key={call.id} c={c} call={call} />)
      )}
    </DeskPage>
  )
}

function CallCard({ c, call }: { c: Context<CaisseEnv>; call: MeetingCall }) {
  const t = c.get('t')
  const says = {
    promoted: t('meetings.calls.promoted'),
    moved: t('meetings.calls.moved'),
    cancelled: t('meetings.calls.cancelled'),
  }
  return (
    <Card title={call.name} icon="phone">
      <p>
        {call.phone ? (
          <a href={`tel:${call.phone.replace(/[^\d+]/g, '')}`}>{call.phone}</a>
        ) : (
          t('meetings.calls.noPhone')
        )}
      </p>
      <p>{says[call.callAbout!]}</p>
      <p class="soft">
        <a href={hrefOf(c, `/${call.meetingId}/gerer`)}>{call.meetingTitle}</a>
        {` – ${t.instant(call.startsAt)}`}
      </p>
      <form method="post" action={hrefOf(c, '/appels')} class="actions">
        <HiddenKey value={freshForm().key} />
        <input type="hidden" name="registrationId" value={call.id} />
        <Button icon="check">{t('meetings.calls.done')}</Button>
        <LinkButton kind="quiet" href={hrefOf(c, `/${call.meetingId}/inscrits/${call.id}`)}>
          {t('meetings.calls.file')}
        </LinkButton>
      </form>
    </Card>
  )
}

list.get(`${LIST}/reglages`, only(ORGANISERS), async (c) => html(await settingsPage(c, freshForm())))

list.post(`${LIST}/reglages`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      setMeetings(callOf(c, key), {
        keptMonths: textField(fields, 'keptMonths'),
        replyTo: textField(fields, 'replyTo'),
      }),
    done: () => hrefOf(c, '/reglages?fait=oui'),
    again: (form) => settingsPage(c, form),
  }),
)

async function settingsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { keptMonths, replyTo } = await read(c, meetingSetting)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.settings.title', { months: keptMonths })}
      lead={t('meetings.settings.lead')}
      breadcrumb={trailTo(c)}
      notice={told(t, form, c.req.query('fait') && t('meetings.done.saved'))}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <NumberField
          name="keptMonths"
          label={t('meetings.settings.keptMonths')}
          hint={t('meetings.settings.keptMonthsHint')}
          value={keptMonths}
          suffix={t('meetings.settings.months')}
        />
        <TextField
          name="replyTo"
          type="email"
          label={t('meetings.settings.replyTo')}
          hint={t('meetings.settings.replyToHint')}
          value={replyTo ?? ''}
          optional
        />
        <Actions>
          <Button kind="primary" icon="save">
            {t('meetings.settings.save')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
