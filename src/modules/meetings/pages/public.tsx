import { Hono, type Context } from 'hono'
import { SYSTEM } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { feedOf } from '../../../kit/icalendar.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Notice } from '../../../kit/ui/parts.tsx'
import { Prose } from '../../../kit/ui/prose.tsx'
import { mayHere, publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { findFile } from '../../documents/files.ts'
import { clientAddress } from '../../identity/client-address.ts'
import { guessAt } from '../../identity/guesses.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { eventOf, registrationKey } from '../actions/invitations.ts'
import { ORGANISERS } from '../actions/input.ts'
import { WRITERS } from '../actions/minutes.ts'
import { PAYERS } from '../actions/preparation.ts'
import { register } from '../actions/registrations.ts'
import { placesLeft, refusalToRegister } from '../rules/meeting.ts'
import { placeOf } from '../rules/when.ts'
import type { Meeting } from '../store/meetings.ts'
import { findMinutes } from '../store/minutes.ts'
import { photosFor } from '../store/photos.ts'
import { agendaOf, getMaterial, materialsOf, type Material } from '../store/preparation.ts'
import { findSameRegistration, type Registration } from '../store/registrations.ts'
import { eventData } from '../event-data.ts'
import { AgendaList } from './agenda-list.tsx'
import { ContactFields, readContact, readWishes, WishFields } from './comer-fields.tsx'
import { hrefOf, ID, MEETING, meetingHref, sayWhen } from './shared.tsx'
import { readVisible, type Viewer } from './visible.ts'

/** A meeting for those for whom it is: what to know, and saying that one comes. */
export const publicMeeting = new Hono<CaisseEnv>()

/** From one place on the network in a quarter of an hour: a social centre helps a whole queue. */
const REGISTRATIONS_PER_PLACE = 20

/** A field that people do not see: what fills it in is a program, which is thanked and not heard. */
const HONEYPOT = 'website'

publicMeeting.get(MEETING, readCaisse, async (c) => html(await meetingPage(c, freshForm())))

publicMeeting.post(MEETING, readCaisse, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const app = c.get('app')
      const caisse = c.get('caisse')
      const { meeting, personId } = await readVisible(c)
      await guessAt(
        app,
        { kind: 'address', name: `meeting ${caisse.id} ${clientAddress(c, app)}` },
        REGISTRATIONS_PER_PLACE,
      )
      if (textField(fields, HONEYPOT) !== '') return null
      const contact = personId ? { name: '', email: '', phone: '' } : readContact(fields)
      return register(
        { app, actor: SYSTEM, caisseId: caisse.id, key },
        {
          meetingId: meeting.id,
          personId,
          ...contact,
          ...readWishes(fields),
          language: c.get('t').locale,
          source: personId ? 'self' : 'web',
        },
      )
    },
    done: (answer) => {
      if (answer === null || (answer.again && c.get('actor') === null)) return meetingHref(c, '?merci=oui')
      const key = registrationKey(c.get('app'), c.get('caisse').id, answer.registrationId)
      return hrefOf(c, `/inscription/${answer.registrationId}/${key}?merci=oui`)
    },
    again: (form) => meetingPage(c, form),
  }),
)

async function meetingPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const viewer = await readVisible(c)
  const { meeting } = viewer
  const now = c.get('app').now()
  const { agenda, materials, own, minutes, photos } = await read(c, async (tx) => ({
    agenda: await agendaOf(tx, meeting.id),
    materials: (await materialsOf(tx, meeting.id)).filter(({ shared }) => shared),
    own: viewer.personId
      ? await findSameRegistration(tx, {
          meetingId: meeting.id,
          personId: viewer.personId,
          name: '',
          email: null,
          phone: null,
        })
      : undefined,
    minutes: await findMinutes(tx, meeting.id),
    photos: await photosFor(tx, 'site', c.get('today'), { meetingId: meeting.id, limit: 12 }),
  }))
  const shownMinutes =
    minutes?.status === 'published' && (minutes.audience === 'public' || viewer.personId || viewer.organises)
  const frame = publicFrame(c, '/agenda')
  const isPublic = meeting.audience === 'public' && meeting.status !== 'draft'
  const data = isPublic ? [eventData(c, { ...meeting, cancelled: meeting.status === 'cancelled' })] : []
  return (
    <PublicPage
      {...frame}
      meta={{ ...frame.meta, data, hidden: frame.meta.hidden || !isPublic }}
      title={meeting.title}
      lead={sayWhen(c, meeting)}
      breadcrumb={[
        { href: `/c/${c.get('caisse').slug}`, label: c.get('caisse').name },
        { href: `/c/${c.get('caisse').slug}/agenda`, label: t('caisses.site.agenda') },
      ]}
      notice={standing(c, meeting, form, now)}
    >
      {meeting.description && <Prose markdown={meeting.description} />}
      <Practical c={c} meeting={meeting} />
      {agenda.length > 0 && (
        <Card title={t('meetings.public.agenda')} icon="tasks">
          <AgendaList t={t} meeting={meeting} agenda={agenda} />
        </Card>
      )}
      {materials.length > 0 && (
        <Card title={t('meetings.public.materials')} icon="document">
          <ul>
            {materials.map((one) => (
              <li key={one.id}>
                <a href={meetingHref(c, `/documents/${one.id}`)}>{one.title}</a>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {shownMinutes && (
        <Actions>
          <LinkButton kind="primary" icon="document" href={meetingHref(c, '/compte-rendu')}>
            {t('meetings.public.minutes')}
          </LinkButton>
        </Actions>
      )}
      {photos.length > 0 && (
        <section class="stack">
          <h2>{t('meetings.public.photos')}</h2>
          <div class="photos">
            {photos.map(({ id, alt }) => (
              <img
                key={id}
                src={`/c/${c.get('caisse').slug}/photos/${id}/site`}
                alt={alt}
                loading="lazy"
                width={480}
                height={360}
              />
            ))}
          </div>
        </section>
      )}
      <ForTheTeam c={c} />
      <RegistrationForm c={c} viewer={viewer} own={own} form={form} now={now} />
      {meeting.status === 'announced' && meeting.endsAt > now && (
        <Actions>
          <LinkButton icon="calendar" href={meetingHref(c, '/agenda.ics')} download>
            {t('meetings.public.calendar')}
          </LinkButton>
        </Actions>
      )}
    </PublicPage>
  )
}

/** Where whoever takes notes, keeps the money or organises goes on. */
function ForTheTeam({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  const ways = [
    { path: '/gerer', label: t('meetings.public.manage'), icon: 'settings', roles: ORGANISERS },
    { path: '/compte-rendu/ecrire', label: t('meetings.public.write'), icon: 'edit', roles: WRITERS },
    { path: '/depenses', label: t('meetings.tab.expenses'), icon: 'money', roles: PAYERS },
  ] as const
  const open = ways.filter(({ roles }) => mayHere(c, roles))
  if (open.length === 0) return null
  return (
    <Actions>
      {open.map(({ path, label, icon }) => (
        <LinkButton key={path} icon={icon} href={meetingHref(c, path)}>
          {label}
        </LinkButton>
      ))}
    </Actions>
  )
}

/** What to know first: refused, thanked, cancelled, changed or over. */
function standing(c: Context<CaisseEnv>, meeting: Meeting, form: FormState, now: Date) {
  const t = c.get('t')
  if (form.refusal) return <Notice tone="refusal" title={t(form.refusal)} />
  if (c.req.query('merci')) return <Notice tone="success" title={t('meetings.public.thanks')} />
  if (meeting.status === 'cancelled')
    return (
      <Notice tone="refusal" title={t('meetings.public.cancelled')}>
        {meeting.told && <p>{meeting.told}</p>}
      </Notice>
    )
  if (meeting.told !== '' && meeting.endsAt > now)
    return (
      <Notice tone="info" title={t('meetings.public.changed')}>
        <p>{meeting.told}</p>
      </Notice>
    )
  return meeting.endsAt <= now ? <Notice tone="info" title={t('meetings.public.over')} /> : null
}

function Practical({ c, meeting }: { c: Context<CaisseEnv>; meeting: Meeting }) {
  const t = c.get('t')
  const { stepFree, access, transport, childcare, meal } = meeting
  const steps =
    stepFree === null ? '' : t(stepFree ? 'meetings.form.stepFreeYes' : 'meetings.form.stepFreeNo')
  const entering = [steps, access].filter((part) => part !== '').join('. ')
  return (
    <DefinitionList
      items={[
        { term: t('meetings.public.place'), value: placeOf(t, meeting) },
        ...(entering ? [{ term: t('meetings.public.access'), value: entering }] : []),
        ...(transport ? [{ term: t('meetings.public.transport'), value: transport }] : []),
        ...(childcare
          ? [{ term: t('meetings.public.childcare'), value: t('meetings.public.childcareYes') }]
          : []),
        ...(meal ? [{ term: t('meetings.public.meal'), value: meal }] : []),
      ]}
    />
  )
}

/** Saying that one comes: a name and a way to be told, or one press for who is of the caisse. */
function RegistrationForm({
  c,
  viewer,
  own,
  form,
  now,
}: {
  c: Context<CaisseEnv>
  viewer: Viewer
  own: Registration | undefined
  form: FormState
  now: Date
}) {
  const t = c.get('t')
  const { meeting, personId } = viewer
  const refusal = refusalToRegister(meeting, now)
  if (refusal)
    return refusal.code === 'meeting_without_registration' ? <p>{t('meetings.public.comeAsYouAre')}</p> : null
  if (own && own.status !== 'withdrawn')
    return (
      <Card
        title={t(`meetings.own.${own.status}`)}
        icon={own.status === 'waiting' ? 'wait' : 'check'}
        look="accent"
      >
        <Actions>
          <LinkButton
            kind="primary"
            href={hrefOf(
              c,
              `/inscription/${own.id}/${registrationKey(c.get('app'), c.get('caisse').id, own.id)}`,
            )}
          >
            {t('meetings.own.open')}
          </LinkButton>
        </Actions>
      </Card>
    )
  const left = placesLeft(meeting.capacity, meeting.registered)
  return (
    <Card title={t('meetings.public.register')} icon="add">
      <p>{sayLeft(c, meeting, left)}</p>
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        {!personId && <ContactFields t={t} />}
        <WishFields t={t} meeting={meeting} open={form.issues.length > 0} />
        <div class="visually-hidden" aria-hidden="true">
          <label>
            {t('waiting.join.honeypot')}
            <input type="text" name={HONEYPOT} tabIndex={-1} autocomplete="off" />
          </label>
        </div>
        {!personId && <p class="soft small">{t('meetings.public.kept')}</p>}
        <Actions>
          <Button kind="primary" icon="check">
            {t(left === 0 ? 'meetings.public.wait' : 'meetings.public.confirm')}
          </Button>
        </Actions>
      </Form>
    </Card>
  )
}

function sayLeft(c: Context<CaisseEnv>, meeting: Meeting, left: number | null): string {
  const t = c.get('t')
  if (left === null) return t('meetings.public.open')
  return left === 0
    ? t('meetings.public.full', { count: meeting.waiting })
    : t('meetings.public.left', { count: left })
}

/** For one's own calendar; later changes come by mail to whoever registered. */
publicMeeting.get(`${MEETING}/agenda.ics`, readCaisse, async (c) => {
  const caisse = c.get('caisse')
  const app = c.get('app')
  const { meeting } = await readVisible(c)
  const content = feedOf([eventOf(app, caisse, meeting)], {
    name: caisse.name,
    timeZone: caisse.time_zone,
    language: c.get('t').locale,
    url: `${app.address}${meetingHref(c)}`,
  })
  return new Response(content, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="rencontre.ics"',
    },
  })
})

/** A file of the meeting: those that are shared, for whoever sees it; the others for the team. */
publicMeeting.get(`${MEETING}/documents/:material${ID}`, readCaisse, async (c) => {
  const { meeting, organises } = await readVisible(c)
  const material = await read(c, async (tx) => {
    const found = await getMaterial(tx, c.req.param('material'))
    const file = await findFile(tx, found.sha256)
    return { ...found, content: file!.bytes }
  })
  if (material.meetingId !== meeting.id || !(material.shared || organises))
    throw new Refusal('unknown_material', {}, 404)
  return new Response(new Uint8Array(material.content), {
    headers: {
      'content-type': material.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(nameOf(material))}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    },
  })
})

const EXTENSIONS: Record<string, string> = {
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'text/plain': 'txt',
}

/** What it is called at home: without what a file system would stumble over; a picture has become another kind. */
function nameOf({ fileName, title, mediaType }: Material): string {
  // oxlint-disable-next-line no-control-regex
  const plain = (fileName || title).replace(/[\u0000-\u001f<>:"/\\|?*]/g, '-').slice(0, 120)
  const extension = EXTENSIONS[mediaType]
  if (!extension || plain.toLowerCase().endsWith(`.${extension}`)) return plain
  return mediaType === 'image/webp' ? `${plain.replace(/\.\w{1,5}$/, '')}.webp` : plain
}
