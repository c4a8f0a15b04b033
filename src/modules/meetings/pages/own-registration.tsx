import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { SYSTEM } from '../../../kit/actor.ts'
import type { Call } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { Card, DefinitionList, Notice } from '../../../kit/ui/parts.tsx'
import { publicFrame, read, readCaisse, type CaisseEnv } from '../../caisses/web.ts'
import { isRegistrationKey } from '../actions/invitations.ts'
import { withdraw } from '../actions/registrations.ts'
import { answerRide, askRide, offerRide, stopRide, withdrawRide } from '../actions/rides.ts'
import { placeOf } from '../rules/when.ts'
import { getMeeting } from '../store/meetings.ts'
import { getRegistration } from '../store/registrations.ts'
import { rideRequestsOf, ridesOf } from '../store/rides.ts'
import { Cars, ownHref } from './own-cars.tsx'
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
