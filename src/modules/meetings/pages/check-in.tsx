import { Hono, type Context } from 'hono'
import { answerForm, fileAnswer, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { paperWords, senderOf } from '../../caisses/letterhead.ts'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { checkIn as check, register } from '../actions/registrations.ts'
import { getMeeting } from '../store/meetings.ts'
import { listRegistrations, type Registration } from '../store/registrations.ts'
import { placeOf, whenOf } from '../rules/when.ts'
import { MEETING, meetingHref, MeetingTabs, only, told, trailTo } from './shared.tsx'

/** At the door, on a phone: a name, a big button; or a list on paper. */
export const checkIn = new Hono<CaisseEnv>()

const DOOR = `${MEETING}/pointer` as const

checkIn.get(DOOR, only(ORGANISERS), async (c) => html(await doorPage(c, freshForm())))

checkIn.post(DOOR, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      check(callOf(c, key), {
        registrationId: textField(fields, 'registrationId'),
        attended: textField(fields, 'attended') as 'yes',
      }),
    // Back to the same line, and not to the top of a list of a hundred.
    done: () => `${meetingHref(c, '/pointer')}?fait=oui#suite`,
    again: (form) => doorPage(c, form),
  }),
)

/** Somebody comes who is on no list. */
checkIn.post(`${DOOR}/arrivee`, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      register(callOf(c, key), {
        meetingId: c.req.param('meeting'),
        name: textField(fields, 'name'),
        source: 'desk',
        here: true,
      }),
    done: () => `${meetingHref(c, '/pointer')}?fait=oui`,
    again: (form) => doorPage(c, form),
  }),
)

async function doorPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, expected } = await read(c, async (tx) => {
    const meeting = await getMeeting(tx, c.req.param('meeting')!)
    const all = await listRegistrations(tx, meeting.id, { byName: true })
    return { meeting, expected: all.filter(({ status }) => status !== 'withdrawn') }
  })
  const here = expected.filter(({ attended }) => attended === true)
  const left = expected.filter(({ attended }) => attended === null)
  const away = expected.filter(({ attended }) => attended === false)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.checkIn.title', { count: here.length, expected: expected.length })}
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form)}
      actions={
        <LinkButton icon="print" href={meetingHref(c, '/liste.pdf')} download>
          {t('meetings.checkIn.print')}
        </LinkButton>
      }
    >
      <MeetingTabs c={c} current="/pointer" />
      {meeting.status === 'cancelled' ? (
        <Notice tone="refusal" title={t('meetings.status.cancelled')} />
      ) : expected.length === 0 ? (
        <EmptyState title={t('meetings.file.nobody')} icon="people">
          <p>{t('meetings.checkIn.none')}</p>
        </EmptyState>
      ) : (
        <>
          <section class="stack" id="suite">
            <h2>{t('meetings.checkIn.left', { count: left.length })}</h2>
            <ul class="door">
              {left.map((one) => (
                <DoorLine key={one.id} c={c} one={one} />
              ))}
            </ul>
          </section>
          {here.length > 0 && (
            <section class="stack">
              <h2>{t('meetings.checkIn.hereCount', { count: here.length })}</h2>
              <ul class="door">
                {here.map((one) => (
                  <DoorLine key={one.id} c={c} one={one} />
                ))}
              </ul>
            </section>
          )}
          {away.length > 0 && (
            <section class="stack">
              <h2>{t('meetings.checkIn.awayCount', { count: away.length })}</h2>
              <ul class="door">
                {away.map((one) => (
                  <DoorLine key={one.id} c={c} one={one} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
      {meeting.status === 'announced' && meeting.registers && (
        <form method="post" action={meetingHref(c, '/pointer/arrivee')} class="form door-add">
          <HiddenKey value={freshForm().key} />
          <label class="field" for="field-name">
            <span class="field-label">{t('meetings.checkIn.somebody')}</span>
            <input class="input" id="field-name" name="name" required maxLength={120} autocomplete="off" />
          </label>
          <Button icon="add">{t('meetings.checkIn.add')}</Button>
        </form>
      )}
    </DeskPage>
  )
}

function DoorLine({ c, one }: { c: Context<CaisseEnv>; one: Registration }) {
  const t = c.get('t')
  const remarks = [
    one.status === 'waiting' ? t('meetings.registration.waiting') : '',
    one.interpreter,
    one.needs,
    one.children > 0 ? t('meetings.file.childrenCount', { count: one.children }) : '',
    one.meal ? t('meetings.file.eats') : '',
  ].filter((part) => part !== '')
  return (
    <li class="door-line">
      <span class="door-name">
        {one.name}
        {remarks.length > 0 && <span class="soft small">{remarks.join(' · ')}</span>}
      </span>
      <form method="post" action={meetingHref(c, '/pointer')} class="door-keys">
        <HiddenKey value={freshForm().key} />
        <input type="hidden" name="registrationId" value={one.id} />
        {one.attended === null ? (
          <>
            <button class="door-key door-here" name="attended" value="yes">
              {t('meetings.checkIn.here')}
              <span class="visually-hidden"> – {one.name}</span>
            </button>
            <button class="door-key" name="attended" value="no">
              {t('meetings.checkIn.away')}
              <span class="visually-hidden"> – {one.name}</span>
            </button>
          </>
        ) : (
          <button class="door-key" name="attended" value="">
            {t('meetings.checkIn.undo')}
            <span class="visually-hidden"> – {one.name}</span>
          </button>
        )}
      </form>
    </li>
  )
}

/** A sheet to tick with a pen, with empty lines for who comes without having said so. */
checkIn.get(`${MEETING}/liste.pdf`, only(ORGANISERS), async (c) => {
  const caisse = c.get('caisse')
  const t = paperWords(caisse)
  const { meeting, expected, sender } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')),
    expected: (await listRegistrations(tx, c.req.param('meeting'), { byName: true })).filter(
      ({ status }) => status === 'registered',
    ),
    sender: await senderOf(tx, caisse),
  }))
  const empty = Array.from({ length: 8 }, () => ['☐', '', ''])
  const pdf = await printPaper({
    locale: t.locale,
    title: t('meetings.paper.title'),
    sender,
    footer: t('meetings.paper.destroy'),
    at: c.get('app').now(),
    sheets: [
      {
        title: meeting.title,
        subtitle: `${whenOf(t, meeting, caisse.time_zone)}\n${placeOf(t, meeting)}`,
        blocks: [
          { kind: 'text', text: t('meetings.paper.lead', { count: expected.length }) },
          {
            kind: 'table',
            columns: [
              { label: t('meetings.paper.here') },
              { label: t('meetings.file.name'), width: 1 },
              { label: t('meetings.file.remarks'), width: 1 },
            ],
            rows: [
              ...expected.map((one) => [
                '☐',
                one.name,
                [
                  one.interpreter,
                  one.needs,
                  one.children > 0 ? t('meetings.file.childrenCount', { count: one.children }) : '',
                  one.meal ? t('meetings.file.eats') : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · '),
              ]),
              ...empty,
            ],
          },
        ],
      },
    ],
  })
  return fileAnswer(pdf, 'application/pdf', 'presences.pdf')
})
