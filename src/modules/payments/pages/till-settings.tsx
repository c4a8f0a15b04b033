import { Hono, type Context } from 'hono'
import { inCaisse } from '../../../db/db.ts'
import type { Call } from '../../../kit/gesture.ts'
import { actorOf, answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Account } from '../../../kit/ui/account.tsx'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { TillPage } from '../../../kit/ui/pages.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { listDevices } from '../../accreditation/device-store.ts'
import { offerDevice, revokeDevice } from '../../accreditation/devices.ts'
import { DeviceCode, DevicesSection } from '../../accreditation/pages/devices-section.tsx'
import { PeopleSection } from '../../accreditation/pages/people-section.tsx'
import { endOutletRole, inviteToOutlet, outletPeople, outletsOfActor } from '../../accreditation/people.ts'
import { findOutlet } from '../../accreditation/store.ts'
import {
  forgetDevice,
  isSilent,
  keepChosen,
  keepSound,
  outletOf,
  tillFrame,
  type TillEnv,
  zoneOf,
} from './device.ts'

export const settings = new Hono<TillEnv>()

const HOME = '/encaisser/reglages'

settings.get(HOME, async (c) => html(await settingsPage(c, null)))

settings.post(`${HOME}/son`, (c) =>
  answerForm(c, {
    act: async (fields) => keepSound(c, textField(fields, 'sound') === 'on'),
    done: () => HOME,
    again: () => settingsPage(c, null),
  }),
)

settings.post(`${HOME}/lieu`, (c) =>
  answerForm(c, {
    act: async (fields) => {
      const outletId = textField(fields, 'outletId')
      const own = outletsOfActor(c.get('actor'), c.get('app').now())
      if (!own.some((one) => one.outletId === outletId)) throw new Refusal('another_outlet')
      keepChosen(c, outletId)
    },
    done: () => '/encaisser',
    again: () => settingsPage(c, null),
  }),
)

settings.post(`${HOME}/oublier`, (c) =>
  answerForm(c, {
    act: async () => forgetDevice(c),
    done: () => '/encaisser',
    again: () => settingsPage(c, null),
  }),
)

/** The gesture of the outlet's manager. */
function managing(c: Context<TillEnv>, key: string): Call {
  const { managedIn } = outletOf(c)
  if (managedIn === null) throw new Refusal('another_outlet', {}, 403)
  return { app: c.get('app'), actor: actorOf(c), caisseId: managedIn, key }
}

settings.post(`${HOME}/appareils`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      offerDevice(managing(c, key), {
        outletId: outletOf(c).outletId,
        label: textField(fields, 'label'),
      }),
    done: ({ code }) => html(<OfferedPage c={c} code={code} />),
    again: (form) => settingsPage(c, { name: 'device', form }),
  }),
)

settings.post(`${HOME}/appareils/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) => revokeDevice(managing(c, key), { deviceId: textField(fields, 'deviceId') }),
    done: () => `${HOME}?fait=retire`,
    again: (form) => settingsPage(c, { name: 'revoke', form }),
  }),
)

settings.post(`${HOME}/personnes`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      inviteToOutlet(managing(c, key), {
        outletId: outletOf(c).outletId,
        name: textField(fields, 'name'),
        email: textField(fields, 'email'),
        role: 'outlet_staff',
      }),
    done: () => `${HOME}?fait=invite`,
    again: (form) => settingsPage(c, { name: 'person', form }),
  }),
)

settings.post(`${HOME}/personnes/retirer`, (c) =>
  answerForm(c, {
    act: (fields, key) => endOutletRole(managing(c, key), { roleId: textField(fields, 'roleId') }),
    done: () => `${HOME}?fait=parti`,
    again: (form) => settingsPage(c, { name: 'end', form }),
  }),
)

// Whoever comes back to a form's address finds the page it stands on.
for (const path of [
  'son',
  'lieu',
  'oublier',
  'appareils',
  'appareils/retirer',
  'personnes',
  'personnes/retirer',
])
  settings.get(`${HOME}/${path}`, (c) => c.redirect(HOME, 303))

const DONE = ['appareil', 'retire', 'invite', 'parti'] as const

async function settingsPage(c: Context<TillEnv>, sent: { name: string; form: FormState } | null) {
  const t = c.get('t')
  const app = c.get('app')
  const outlet = outletOf(c)
  const own = outletsOfActor(c.get('actor'), app.now())
  const others = await Promise.all(
    [...new Set(own.map(({ outletId }) => outletId))]
      .filter((id) => id !== outlet.outletId && !outlet.device)
      .map(async (id) => ({ id, name: (await findOutlet(app.db, id))?.tradeName ?? '' })),
  )
  const { managedIn } = outlet
  const managed =
    managedIn === null
      ? null
      : {
          people: await inCaisse(app.db, managedIn, (tx) => outletPeople(tx, outlet.outletId, app.now())),
          devices: await listDevices(app.db, outlet.outletId),
        }
  const formOf = (name: string) => (sent?.name === name ? sent.form : freshForm())
  const refusal = sent?.form.refusal
  const done = DONE.find((each) => each === c.req.query('fait'))
  return (
    <TillPage
      {...tillFrame(c, '/reglages')}
      title={t('outlets.settings.title')}
      lead={
        outlet.device ? t('outlets.settings.onDevice', { labelText: outlet.device.label }) : outlet.outletName
      }
      notice={
        (refusal && <Notice tone="refusal" title={t(refusal)} />) ||
        (done && (
          <Notice
            tone="success"
            title={t(`outlets.settings.done.${done}`, { nameText: outlet.outletName })}
          />
        ))
      }
      account={
        outlet.person && (
          <Account
            name={outlet.person.name}
            links={[{ href: '/mon-acces', label: t('identity.account.access') }]}
            signOut={{ action: '/deconnexion', label: t('app.signOut') }}
          />
        )
      }
    >
      <Card title={t('outlets.settings.sound')} icon="bell">
        <p>{t(isSilent(c) ? 'outlets.settings.silent' : 'outlets.settings.sounds')}</p>
        <form method="post" action={`${HOME}/son`}>
          <input type="hidden" name="sound" value={isSilent(c) ? 'on' : 'off'} />
          <Button>{t(isSilent(c) ? 'outlets.settings.turnOn' : 'outlets.settings.turnOff')}</Button>
        </form>
      </Card>
      {managed && (
        <>
          <DevicesSection
            t={t}
            zone={zoneOf(c)}
            devices={managed.devices}
            offerHref={`${HOME}/appareils`}
            revokeHref={`${HOME}/appareils/retirer`}
            form={formOf('device')}
            newKey={() => freshForm().key}
            open={sent?.name === 'device'}
          />
          <PeopleSection
            t={t}
            people={managed.people}
            roles={['outlet_staff']}
            inviteHref={`${HOME}/personnes`}
            endHref={`${HOME}/personnes/retirer`}
            form={formOf('person')}
            newKey={() => freshForm().key}
            open={sent?.name === 'person'}
          />
        </>
      )}
      {others.length > 0 && (
        <Card title={t('outlets.settings.others')} icon="shop">
          <RowList>
            {others.map(({ id, name }) => (
              <RowItem
                key={id}
                icon="shop"
                title={name}
                aside={
                  <form method="post" action={`${HOME}/lieu`}>
                    <HiddenKey value={freshForm().key} />
                    <input type="hidden" name="outletId" value={id} />
                    <Button kind="quiet">{t('outlets.settings.goThere')}</Button>
                  </form>
                }
              />
            ))}
          </RowList>
        </Card>
      )}
      {outlet.device && (
        <Card title={t('outlets.settings.thisDevice')} icon="device">
          <p>{t('outlets.settings.forgetText')}</p>
          <form method="post" action={`${HOME}/oublier`}>
            <Button kind="danger">{t('outlets.settings.forget')}</Button>
          </form>
        </Card>
      )}
    </TillPage>
  )
}

function OfferedPage({ c, code }: { c: Context<TillEnv>; code: string }) {
  const t = c.get('t')
  return (
    <TillPage {...tillFrame(c, '/reglages')} title={t('outlets.devices.codeTitle')}>
      <DeviceCode t={t} code={code} address={c.get('app').address} />
      <Actions>
        <LinkButton href={HOME} icon="back">
          {t('outlets.devices.back')}
        </LinkButton>
      </Actions>
    </TillPage>
  )
}
