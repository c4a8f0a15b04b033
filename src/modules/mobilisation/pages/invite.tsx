import { Hono, type Context } from 'hono'
import { answerForm, fileAnswer, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, EmptyState, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { inviteContacts } from '../actions/messages.ts'
import { invitationLetters } from '../papers.ts'
import { fittingSms, SMS_LENGTH } from '../rules/sms.ts'
import { listContacts } from '../store/contacts.ts'
import { comingMeetings, type InformationMeeting } from '../store/funnel.ts'
import { listSms, type Sms } from '../store/sms.ts'
import { home, Parts, sayMeeting, trail } from './parts.tsx'

const HERE = '/c/:slug/mobilisation/inviter'

export const invite = new Hono<CaisseEnv>()

/** More people than ever were met at once. */
const ALL = 5000

const notYet = async (c: Context<CaisseEnv>) =>
  (await read(c, (tx) => listContacts(tx, { state: 'open', limit: ALL }))).filter(
    ({ meetingId }) => meetingId === null,
  )

invite.get(HERE, async (c) => html(await invitePage(c, freshForm())))

invite.post(HERE, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      inviteContacts(callOf(c, key), {
        meetingId: textField(fields, 'meetingId'),
        subject: textField(fields, 'subject'),
        text: textField(fields, 'text').replaceAll('\r\n', '\n'),
        sms: textField(fields, 'sms').replaceAll(/\s+/g, ' '),
      }),
    done: ({ mails, sms }) => `${home(c)}/inviter?courriels=${mails}&sms=${sms}`,
    again: (form) => invitePage(c, form),
  }),
)

function textsFor(t: Translate, c: Context<CaisseEnv>, meeting: InformationMeeting) {
  const { name, slug, time_zone: zone } = c.get('caisse')
  const params = {
    caisseText: name,
    whenText: sayMeeting(t, meeting, zone),
    placeText: [meeting.placeName, meeting.placeAddress].filter(Boolean).join(', '),
    linkText: `${c.get('app').address}/c/${slug}/rencontres/${meeting.id}`,
  }
  return {
    subject: t('mobilisation.invite.usualSubject', params),
    text: t('mobilisation.invite.usualText', params),
    sms: fittingSms([t('mobilisation.invite.usualSms', params), t('mobilisation.invite.shortSms', params)]),
  }
}

async function invitePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const meetings = await read(c, (tx) => comingMeetings(tx, c.get('app').now()))
  const open = await notYet(c)
  const sms = await read(c, listSms)
  const asked = form.typed['meetingId'] ?? c.req.query('rencontre')
  const meeting = meetings.find(({ id }) => id === asked) ?? meetings[0]
  const by = (reach: string) => open.filter((one) => one.reach === reach).length
  const sends = c.get('app').sms !== undefined
  const done = c.req.query('courriels')
  const number = (name: string) => Number.parseInt(c.req.query(name) ?? '', 10) || 0
  return (
    <DeskPage
      {...deskFrame(c, '/mobilisation')}
      title={t('mobilisation.invite.title', { count: open.length })}
      lead={t('mobilisation.invite.lead')}
      breadcrumb={trail(c)}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done !== undefined && (
            <Notice
              tone="success"
              title={t('mobilisation.invite.done', { mails: number('courriels'), sms: number('sms') })}
            />
          )
        )
      }
    >
      <Parts c={c} current="/inviter" />
      {meeting ? (
        <>
          <Stats>
            <Stat label={t('mobilisation.invite.byMail')} value={by('mail')} />
            <Stat
              label={t(sends ? 'mobilisation.invite.bySms' : 'mobilisation.invite.byCall')}
              value={by('phone')}
            />
            <Stat label={t('mobilisation.invite.byLetter')} value={by('desk')} />
          </Stats>
          <InviteForm c={c} form={form} meetings={meetings} meeting={meeting} sends={sends} />
          <Actions>
            {by('desk') > 0 && (
              <LinkButton icon="print" href={`${home(c)}/inviter/${meeting.id}/lettres.pdf`} download>
                {t('mobilisation.invite.letters', { count: by('desk') })}
              </LinkButton>
            )}
            {by('phone') > 0 && (
              <LinkButton icon="phone" href={`${home(c)}/appels.pdf`} download>
                {t('mobilisation.due.print')}
              </LinkButton>
            )}
          </Actions>
        </>
      ) : (
        <EmptyState
          title={t('mobilisation.invite.none')}
          icon="calendar"
          action={
            <LinkButton href={`/c/${c.get('caisse').slug}/rencontres`}>
              {t('mobilisation.invite.plan')}
            </LinkButton>
          }
        >
          <p>{t('mobilisation.invite.noneText')}</p>
        </EmptyState>
      )}
      {sms.length > 0 && <Outbox t={t} sms={sms} />}
    </DeskPage>
  )
}

type InviteFormProps = {
  c: Context<CaisseEnv>
  form: FormState
  meetings: readonly InformationMeeting[]
  meeting: InformationMeeting
  sends: boolean
}

function InviteForm({ c, form, meetings, meeting, sends }: InviteFormProps) {
  const t = c.get('t')
  const texts = textsFor(t, c, meeting)
  return (
    <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
      <SelectField
        name="meetingId"
        label={t('mobilisation.invite.meeting')}
        value={meeting.id}
        options={meetings.map((one) => ({
          value: one.id,
          label: `${one.title} · ${sayMeeting(t, one, c.get('caisse').time_zone)}`,
        }))}
      />
      <TextField
        name="subject"
        label={t('mobilisation.invite.subject')}
        value={texts.subject}
        maxLength={120}
      />
      <TextField
        name="text"
        label={t('mobilisation.invite.text')}
        value={texts.text}
        rows={9}
        maxLength={4000}
      />
      {sends && (
        <TextField
          name="sms"
          label={t('mobilisation.invite.sms')}
          hint={t('mobilisation.invite.smsHint', { count: SMS_LENGTH })}
          value={texts.sms}
          rows={3}
          maxLength={SMS_LENGTH}
          optional
        />
      )}
      <Actions sticky>
        <Button kind="primary" icon="send">
          {t('mobilisation.invite.send')}
        </Button>
      </Actions>
    </Form>
  )
}

function Outbox({ t, sms }: { t: Translate; sms: readonly Sms[] }) {
  return (
    <DataTable
      caption={t('mobilisation.sms.caption')}
      showCaption
      dense
      rows={sms}
      keyOf={({ id }) => id}
      columns={[
        { label: t('mobilisation.sms.to'), heading: true, cell: (one) => one.recipient },
        { label: t('mobilisation.sms.text'), cell: (one) => one.text },
        { label: t('mobilisation.sms.queued'), cell: (one) => t.instant(one.queuedAt) },
        {
          label: t('mobilisation.sms.state'),
          cell: (one) =>
            one.sentAt ? (
              <Badge tone="success">{t('mobilisation.sms.sent')}</Badge>
            ) : (
              <Badge tone={one.failures > 0 ? 'refusal' : 'wait'}>
                {t('mobilisation.sms.waiting', { count: one.failures })}
              </Badge>
            ),
        },
      ]}
    />
  )
}

invite.get(`${HERE}/:meeting{[0-9a-f-]{36}}/lettres.pdf`, async (c) => {
  const t = c.get('t')
  const app = c.get('app')
  const open = (await notYet(c)).filter(({ reach }) => reach === 'desk')
  const meeting = (await read(c, (tx) => comingMeetings(tx, app.now()))).find(
    ({ id }) => id === c.req.param('meeting'),
  )
  if (!meeting || open.length === 0) throw new Refusal('not_an_information_meeting', {}, 404)
  const { subject, text } = textsFor(t, c, meeting)
  const letters = await read(c, (tx) => invitationLetters(tx, open, { at: app.now(), subject, text }))
  return fileAnswer(await printPaper(letters), 'application/pdf', 'lettres.pdf')
})
