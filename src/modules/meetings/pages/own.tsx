import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { SYSTEM } from '../../../kit/actor.ts'
import type { Call } from '../../../kit/gesture.ts'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { NumberField, TextField, TimeField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { PersonPage, PublicPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { personFrame, publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { householdOf } from '../../people/store/own-household.ts'
import { isRegistrationKey, registrationKey } from '../actions/invitations.ts'
import { withdraw } from '../actions/registrations.ts'
import { answerRide, askRide, offerRide, stopRide, withdrawRide } from '../actions/rides.ts'
import { placeOf } from '../rules/when.ts'
import { getMeeting, listMeetings, type Meeting } from '../store/meetings.ts'
import { getRegistration, registrationsOfPerson, type Registration } from '../store/registrations.ts'
import { rideRequestsOf, ridesOf, type Ride, type RideRequest } from '../store/rides.ts'
import { sayCar } from './rides.tsx'
import { hrefOf, ID, sayWhen, told } from './shared.tsx'

/** One's own registration, by the link of a mail or of the page: to see it, to share a car, to leave one's place. */
export const ownRegistration = new Hono<CaisseEnv>()

const OWN = `/c/:slug/rencontres/inscription/:registration${ID}/:mac{[A-Za-z0-9_-]{22}}` as const

/** Only the link says whose it is: nobody has to sign in. */
const byLink: MiddlewareHandler<CaisseEnv> = async (c, next) => {
  const known = isRegistrationKey(
    c.get('app'),
    c.get('caisse').id,
    c.req.param('registration')!,
    c.req.param('mac')!,
  )
  if (!known) throw new Refusal('unknown_registration', {}, 404)
  await next()
  c.header('cache-control', 'no-store')
  c.header('x-robots-tag', 'noindex')
}

ownRegistration.use(OWN, readCaisse, byLink)
ownRegistration.use(`${OWN}/*`, readCaisse, byLink)

const ownHref = (c: Context<CaisseEnv>, path = ''): string =>
  hrefOf(c, `/inscription/${c.req.param('registration')}/${c.req.param('mac')}${path}`)

const callFor = (c: Context<CaisseEnv>, key: string): Call => ({
  app: c.get('app'),
  actor: SYSTEM,
  caisseId: c.get('caisse').id,
  key,
})

const idOf = (c: Context<CaisseEnv>): string => c.req.param('registration')!

ownRegistration.get(OWN, async (c) => html(await ownPage(c, freshForm())))

ownRegistration.post(`${OWN}/quitter`, (c) =>
  answerForm(c, {
    act: (_, key) => withdraw(callFor(c, key), { registrationId: idOf(c) }),
    done: () => ownHref(c, '?fait=quitte'),
    again: (form) => ownPage(c, form),
  }),
)

ownRegistration.post(`${OWN}/voiture`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      offerRide(callFor(c, key), {
        registrationId: idOf(c),
        seats: textField(fields, 'seats'),
        fromPlace: textField(fields, 'fromPlace'),
        leavesAt: textField(fields, 'leavesAt'),
        note: textField(fields, 'note'),
        contact: textField(fields, 'contact'),
      }),
    done: () => ownHref(c, '?fait=voiture'),
    again: (form) => ownPage(c, form),
  }),
)

ownRegistration.post(`${OWN}/voiture/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => stopRide(callFor(c, key), { registrationId: idOf(c) }),
    done: () => ownHref(c, '?fait=voiture'),
    again: (form) => ownPage(c, form),
  }),
)

ownRegistration.post(`${OWN}/place`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      askRide(callFor(c, key), {
        registrationId: idOf(c),
        rideId: textField(fields, 'rideId'),
        riderFrom: textField(fields, 'riderFrom'),
        riderContact: textField(fields, 'riderContact'),
      }),
    done: () => ownHref(c, '?fait=place'),
    again: (form) => ownPage(c, form),
  }),
)

ownRegistration.post(`${OWN}/place/retirer`, (c) =>
  answerForm(c, {
    act: (_, key) => withdrawRide(callFor(c, key), { registrationId: idOf(c) }),
    done: () => ownHref(c, '?fait=voiture'),
    again: (form) => ownPage(c, form),
  }),
)

ownRegistration.post(`${OWN}/reponse`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      answerRide(callFor(c, key), {
        registrationId: idOf(c),
        requestId: textField(fields, 'requestId'),
        answer: textField(fields, 'answer') as 'agreed',
      }),
    done: () => ownHref(c, '?fait=voiture'),
    again: (form) => ownPage(c, form),
  }),
)

const DONE = ['quitte', 'voiture', 'place'] as const

async function ownPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const now = c.get('app').now()
  const { one, meeting, cars, requests } = await read(c, async (tx) => {
    const one = await getRegistration(tx, idOf(c))
    return {
      one,
      meeting: await getMeeting(tx, one.meetingId),
      cars: await ridesOf(tx, one.meetingId),
      requests: await rideRequestsOf(tx, one.meetingId),
    }
  })
  const done = DONE.find((each) => each === c.req.query('fait'))
  const over = meeting.endsAt <= now
  const title =
    meeting.status === 'cancelled'
      ? t('meetings.public.cancelled')
      : one.status === 'registered'
        ? t('meetings.own.registered')
        : t(`meetings.own.${one.status}`)
  return (
    <PublicPage
      {...publicFrame(c)}
      // The address is a secret of whoever registered.
      meta={undefined}
      title={title}
      lead={t('meetings.own.hello', { nameText: one.name })}
      notice={told(t, form, done && t(`meetings.own.done.${done}`))}
    >
      <Card title={meeting.title} icon="calendar" look="accent">
        <DefinitionList
          items={[
            { term: t('meetings.own.when'), value: sayWhen(c, meeting) },
            { term: t('meetings.public.place'), value: placeOf(t, meeting) },
          ]}
        />
        <Actions>
          <LinkButton kind="quiet" icon="info" href={hrefOf(c, `/${meeting.id}`)}>
            {t('meetings.own.page')}
          </LinkButton>
        </Actions>
      </Card>
      {one.status === 'waiting' && <p>{t('meetings.own.waitingText')}</p>}
      {one.status === 'registered' && one.email === null && one.phone === null && (
        <Notice tone="info" title={t('meetings.own.keepLink')} />
      )}
      {one.status !== 'withdrawn' && meeting.status === 'announced' && !over && (
        <>
          <form method="post" action={ownHref(c, '/quitter')} class="actions">
            <HiddenKey value={freshForm().key} />
            <Button icon="close">
              {t(one.status === 'waiting' ? 'meetings.own.leaveList' : 'meetings.own.leave')}
            </Button>
          </form>
          <Cars c={c} one={one} cars={cars} requests={requests} form={form} />
        </>
      )}
      {one.status === 'withdrawn' && meeting.status === 'announced' && !over && (
        <Actions>
          <LinkButton kind="primary" href={hrefOf(c, `/${meeting.id}`)}>
            {t('meetings.own.again')}
          </LinkButton>
        </Actions>
      )}
    </PublicPage>
  )
}

/** To come together: a place to leave from, chosen by whoever drives; names and contacts once both agreed. */
function Cars({
  c,
  one,
  cars,
  requests,
  form,
}: {
  c: Context<CaisseEnv>
  one: Registration
  cars: readonly Ride[]
  requests: readonly RideRequest[]
  form: FormState
}) {
  const t = c.get('t')
  const mine = cars.find(({ registrationId }) => registrationId === one.id)
  const asked = requests.find(
    ({ registrationId, status }) => registrationId === one.id && status !== 'withdrawn',
  )
  const withMe = asked?.status === 'agreed' ? cars.find(({ id }) => id === asked.rideId) : undefined
  const typed = { issues: form.issues, typed: form.typed, idempotencyKey: form.key }
  return (
    <section class="stack">
      <h2>{t('meetings.own.cars')}</h2>
      {mine && <MyCar c={c} mine={mine} requests={requests.filter(({ rideId }) => rideId === mine.id)} />}
      {withMe && (
        <Card title={t('meetings.own.together', { nameText: withMe.driver })} icon="agreement" look="accent">
          <p>{sayCar(c, withMe)}</p>
          <p>{withMe.contact}</p>
          {withMe.note && <p class="soft">{withMe.note}</p>}
        </Card>
      )}
      {asked && !withMe && (
        <Notice
          tone={asked.status === 'declined' ? 'info' : 'wait'}
          title={t(asked.status === 'declined' ? 'meetings.own.declined' : 'meetings.own.asked')}
        />
      )}
      {asked && asked.status !== 'declined' && (
        <form method="post" action={ownHref(c, '/place/retirer')}>
          <HiddenKey value={freshForm().key} />
          <Button kind="quiet">{t('meetings.own.stopAsking')}</Button>
        </form>
      )}
      {!mine && !withMe && (
        <Disclosure
          summary={t('meetings.own.seek', { count: cars.filter(({ seats, taken }) => taken < seats).length })}
          open={form.issues.some(({ field }) => field.startsWith('rider'))}
        >
          <Form action={ownHref(c, '/place')} {...typed}>
            <fieldset class="choices">
              <legend>{t('meetings.own.whichCar')}</legend>
              {cars
                .filter(({ seats, taken }) => taken < seats)
                .map((car) => (
                  <label key={car.id} class="choice">
                    <input type="radio" name="rideId" value={car.id} />
                    <span class="choice-label">{sayCar(c, car)}</span>
                  </label>
                ))}
              <label class="choice">
                <input type="radio" name="rideId" value="" checked />
                <span class="choice-label">{t('meetings.own.anyCar')}</span>
              </label>
            </fieldset>
            <TextField
              name="riderFrom"
              label={t('meetings.own.from')}
              hint={t('meetings.own.fromHint')}
              maxLength={120}
              optional
            />
            <TextField
              name="riderContact"
              label={t('meetings.own.contact')}
              hint={t('meetings.own.contactHint')}
              value={one.phone ?? one.email ?? ''}
              maxLength={120}
            />
            <Actions>
              <Button icon="send">{t('meetings.own.ask')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
      {!withMe && (
        <Disclosure
          summary={t(mine ? 'meetings.own.changeCar' : 'meetings.own.offer')}
          open={form.issues.some(({ field }) =>
            ['seats', 'fromPlace', 'leavesAt', 'contact'].includes(field),
          )}
        >
          <Form action={ownHref(c, '/voiture')} {...typed}>
            <NumberField name="seats" label={t('meetings.own.seats')} value={mine?.seats ?? 2} />
            <TextField
              name="fromPlace"
              label={t('meetings.own.fromPlace')}
              hint={t('meetings.own.fromHint')}
              value={mine?.fromPlace ?? ''}
              maxLength={120}
            />
            <TimeField
              name="leavesAt"
              label={t('meetings.own.leavesAt')}
              value={mine?.leavesAt ?? ''}
              optional
            />
            <TextField
              name="note"
              label={t('meetings.own.note')}
              hint={t('meetings.own.noteHint')}
              value={mine?.note ?? ''}
              maxLength={200}
              optional
            />
            <TextField
              name="contact"
              label={t('meetings.own.contact')}
              hint={t('meetings.own.contactHint')}
              value={mine?.contact ?? one.phone ?? one.email ?? ''}
              maxLength={120}
            />
            <Actions>
              <Button icon="save">{t('meetings.own.offerConfirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
    </section>
  )
}

function MyCar({
  c,
  mine,
  requests,
}: {
  c: Context<CaisseEnv>
  mine: Ride
  requests: readonly RideRequest[]
}) {
  const t = c.get('t')
  return (
    <Card title={t('meetings.own.myCar', { taken: mine.taken, seats: mine.seats })} icon="people">
      <p>{sayCar(c, mine)}</p>
      {requests
        .filter(({ status }) => status === 'agreed')
        .map(({ id, rider, contact }) => (
          <p key={id}>
            <strong>{rider}</strong> – {contact}
          </p>
        ))}
      {requests
        .filter(({ status }) => status === 'asked')
        .map((request) => (
          <form key={request.id} method="post" action={ownHref(c, '/reponse')} class="form">
            <HiddenKey value={freshForm().key} />
            <input type="hidden" name="requestId" value={request.id} />
            <p>
              <strong>{request.rider}</strong>{' '}
              {request.fromPlace && t('meetings.rides.from', { placeText: request.fromPlace })}
            </p>
            <div class="actions">
              <Button icon="check" name="answer" value="agreed">
                {t('meetings.own.yes')}
              </Button>
              <Button kind="quiet" name="answer" value="declined">
                {t('meetings.own.no')}
              </Button>
            </div>
          </form>
        ))}
      <form method="post" action={ownHref(c, '/voiture/retirer')}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet">{t('meetings.own.stopCar')}</Button>
      </form>
    </Card>
  )
}

/** A resident's own page: where they are expected, and what is coming for them. */
export const ownMeetings = new Hono<CaisseEnv>()

ownMeetings.get('/c/:slug/moi/rencontres', async (c) => {
  const t = c.get('t')
  const now = c.get('app').now()
  const actor = actorOf(c)
  const { mine, coming } = await read(c, async (tx) => {
    const own = await householdOf(tx, actor, c.get('today'))
    if (!own) throw new Refusal('unknown_person', {}, 404)
    return {
      mine: await registrationsOfPerson(tx, own.personId),
      coming: await listMeetings(tx, {
        from: now,
        statuses: ['announced'],
        audiences: ['public', 'members'],
        limit: 30,
      }),
    }
  })
  const expected = mine.filter(({ meeting, status }) => meeting.endsAt > now && status !== 'withdrawn')
  const others = coming.filter(({ id }) => !expected.some(({ meeting }) => meeting.id === id))
  const past = mine.filter(({ meeting, status }) => meeting.endsAt <= now && status !== 'withdrawn')
  return html(
    <PersonPage
      {...personFrame(c)}
      title={t('meetings.mine.title', { count: expected.length })}
      breadcrumb={[{ href: `/c/${c.get('caisse').slug}/moi`, label: t('caisses.person.home') }]}
    >
      {expected.length > 0 && (
        <RowList>
          {expected.map(({ id, status, meeting }) => (
            <RowLink
              key={id}
              href={hrefOf(c, `/inscription/${id}/${registrationKey(c.get('app'), c.get('caisse').id, id)}`)}
              icon="calendar"
              title={meeting.title}
              text={sayWhen(c, meeting)}
              aside={<OwnBadge c={c} status={status} meeting={meeting} />}
            />
          ))}
        </RowList>
      )}
      <section class="stack">
        <h2>{t('meetings.mine.coming')}</h2>
        {others.length === 0 ? (
          <EmptyState title={t('meetings.mine.none')} icon="calendar" />
        ) : (
          <RowList>
            {others.map((meeting) => (
              <RowLink
                key={meeting.id}
                href={hrefOf(c, `/${meeting.id}`)}
                icon="people"
                title={meeting.title}
                text={[sayWhen(c, meeting), meeting.placeName].filter((part) => part !== '').join(' · ')}
              />
            ))}
          </RowList>
        )}
      </section>
      {past.length > 0 && (
        <section class="stack">
          <h2>{t('meetings.mine.past')}</h2>
          <RowList>
            {past.map(({ id, meeting }) => (
              <RowLink
                key={id}
                href={hrefOf(c, `/${meeting.id}`)}
                title={meeting.title}
                text={sayWhen(c, meeting)}
              />
            ))}
          </RowList>
        </section>
      )}
    </PersonPage>,
  )
})

function OwnBadge({
  c,
  status,
  meeting,
}: {
  c: Context<CaisseEnv>
  status: Registration['status']
  meeting: Meeting
}) {
  const t = c.get('t')
  if (meeting.status === 'cancelled') return <Badge tone="refusal">{t('meetings.status.cancelled')}</Badge>
  return status === 'waiting' ? (
    <Badge tone="wait">{t('meetings.registration.waiting')}</Badge>
  ) : (
    <Badge tone="success">{t('meetings.registration.registered')}</Badge>
  )
}
