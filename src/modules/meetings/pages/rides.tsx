import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { formatClock } from '../../../kit/i18n/locale.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { ORGANISERS } from '../actions/input.ts'
import { answerRide } from '../actions/rides.ts'
import { getMeeting } from '../store/meetings.ts'
import { rideRequestsOf, ridesOf, type Ride, type RideRequest } from '../store/rides.ts'
import { MEETING, meetingHref, MeetingTabs, only, told, trailTo } from './shared.tsx'

/** Cars and who looks for a seat: the team puts both in touch when nobody does it by themselves. */
export const rides = new Hono<CaisseEnv>()

const CARS = `${MEETING}/voitures` as const

rides.get(CARS, only(ORGANISERS), async (c) => html(await carsPage(c, freshForm())))

rides.post(CARS, only(ORGANISERS), (c) =>
  answerForm(c, {
    act: (fields, key) =>
      answerRide(callOf(c, key), {
        requestId: textField(fields, 'requestId'),
        rideId: textField(fields, 'rideId'),
        answer: 'agreed',
      }),
    done: () => meetingHref(c, '/voitures?fait=oui'),
    again: (form) => carsPage(c, form),
  }),
)

async function carsPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { meeting, cars, requests } = await read(c, async (tx) => ({
    meeting: await getMeeting(tx, c.req.param('meeting')!),
    cars: await ridesOf(tx, c.req.param('meeting')!),
    requests: await rideRequestsOf(tx, c.req.param('meeting')!),
  }))
  const looking = requests.filter(({ status }) => status === 'asked' || status === 'declined')
  const seats = cars.reduce((sum, car) => sum + car.seats - car.taken, 0)
  return (
    <DeskPage
      {...deskFrame(c, '/rencontres')}
      title={t('meetings.rides.title', { seats, count: looking.length })}
      lead={meeting.title}
      breadcrumb={trailTo(c, meeting)}
      notice={told(t, form, c.req.query('fait') && t('meetings.rides.joined'))}
    >
      <MeetingTabs c={c} current="/voitures" />
      {cars.length + looking.length === 0 && (
        <EmptyState title={t('meetings.rides.none')} icon="people">
          <p>{t('meetings.rides.noneText')}</p>
        </EmptyState>
      )}
      {looking.length > 0 && (
        <section class="stack">
          <h2>{t('meetings.rides.looking')}</h2>
          {looking.map((request) => (
            <LookingCard key={request.id} c={c} request={request} cars={cars} />
          ))}
        </section>
      )}
      {cars.length > 0 && (
        <section class="stack">
          <h2>{t('meetings.rides.cars')}</h2>
          {cars.map((car) => (
            <Card key={car.id} title={sayCar(c, car)} level={3}>
              <p>{t('meetings.rides.driver', { nameText: car.driver, contactText: car.contact })}</p>
              {car.note && <p class="soft">{car.note}</p>}
              <p>{t('meetings.rides.seats', { taken: car.taken, seats: car.seats })}</p>
              <ul>
                {requests
                  .filter(({ rideId, status }) => rideId === car.id && status === 'agreed')
                  .map(({ id, rider, contact }) => (
                    <li key={id}>{`${rider} – ${contact}`}</li>
                  ))}
              </ul>
            </Card>
          ))}
        </section>
      )}
    </DeskPage>
  )
}

export const sayCar = (
  c: Context<CaisseEnv>,
  { fromPlace, leavesAt }: Pick<Ride, 'fromPlace' | 'leavesAt'>,
): string =>
  leavesAt === null
    ? c.get('t')('meetings.rides.from', { placeText: fromPlace })
    : c.get('t')('meetings.rides.fromAt', {
        placeText: fromPlace,
        clockText: formatClock(leavesAt, c.get('t').locale),
      })

function LookingCard({
  c,
  request,
  cars,
}: {
  c: Context<CaisseEnv>
  request: RideRequest
  cars: readonly Ride[]
}) {
  const t = c.get('t')
  const free = cars.filter(({ seats, taken }) => taken < seats)
  const asked = cars.find(({ id }) => id === request.rideId)
  return (
    <Card title={request.rider} level={3}>
      {request.fromPlace && <p>{t('meetings.rides.from', { placeText: request.fromPlace })}</p>}
      <p class="soft">{request.contact}</p>
      {request.status === 'declined' && <Badge tone="wait">{t('meetings.rides.declined')}</Badge>}
      {asked && request.status === 'asked' && (
        <p class="soft">{t('meetings.rides.askedWhom', { nameText: asked.driver })}</p>
      )}
      {request.status === 'asked' && free.length > 0 && (
        <form method="post" action={meetingHref(c, '/voitures')} class="form">
          <HiddenKey value={freshForm().key} />
          <input type="hidden" name="requestId" value={request.id} />
          <p class="soft small">{t('meetings.rides.joinHint')}</p>
          <div class="actions">
            {free.map((car) => (
              <Button key={car.id} name="rideId" value={car.id} icon="agreement">
                {t('meetings.rides.join', { nameText: car.driver, placeText: car.fromPlace })}
              </Button>
            ))}
          </div>
        </form>
      )}
    </Card>
  )
}
