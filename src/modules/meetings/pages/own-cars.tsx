import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { NumberField, TextField, TimeField } from '../../../kit/ui/inputs.tsx'
import { Card, Disclosure, Notice } from '../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Registration } from '../store/registrations.ts'
import type { Ride, RideRequest } from '../store/rides.ts'
import { sayCar } from './rides.tsx'
import { hrefOf } from './shared.tsx'

export const ownHref = (c: Context<CaisseEnv>, path = ''): string =>
  hrefOf(c, `/inscription/${c.req.param('registration')}/${c.req.param('mac')}${path}`)

/** To come together: a place to leave from, chosen by whoever drives; names and contacts once both agreed. */
export function Cars({
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
