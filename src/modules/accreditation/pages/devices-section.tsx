import type { FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { dayAt } from '../../../kit/month.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import { QrDrawing } from '../../../kit/ui/qr.tsx'
import type { listDevices } from '../device-store.ts'
import { ENROLMENT_MINUTES } from '../devices.ts'

type DevicesSectionProps = {
  t: Translate
  zone: string
  devices: Awaited<ReturnType<typeof listDevices>>
  offerHref: string
  revokeHref: string
  form: FormState
  newKey: () => string
  open: boolean
}

/** The phones and tablets that take payments, and a code for one more. */
export function DevicesSection(props: DevicesSectionProps) {
  const { t, zone, devices, offerHref, revokeHref, form, newKey, open } = props
  const live = devices.filter(({ revokedAt }) => revokedAt === null)
  return (
    <Card title={t('outlets.devices.title', { count: live.length })} icon="device">
      {live.length > 0 && (
        <RowList>
          {live.map((device) => (
            <RowItem
              key={device.deviceId}
              icon="device"
              title={device.label}
              text={t('outlets.devices.since', { day: dayAt(device.enrolledAt, zone) })}
              aside={
                <form method="post" action={revokeHref}>
                  <HiddenKey value={newKey()} />
                  <input type="hidden" name="deviceId" value={device.deviceId} />
                  <Button kind="quiet">
                    {t('outlets.devices.revoke')}
                    <span class="visually-hidden"> {device.label}</span>
                  </Button>
                </form>
              }
            />
          ))}
        </RowList>
      )}
      <Disclosure summary={t('outlets.devices.add')} open={open || live.length === 0}>
        <Form action={offerHref} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <TextField
            name="label"
            label={t('outlets.devices.label')}
            hint={t('outlets.devices.labelHint')}
            maxLength={60}
          />
          <Button icon="code">{t('outlets.devices.offer')}</Button>
        </Form>
      </Disclosure>
    </Card>
  )
}

/** What to do on the other device, with the code in figures and in a square for its camera. */
export function DeviceCode({ t, code, address }: { t: Translate; code: string; address: string }) {
  const link = `${address}/encaisser/appareil`
  return (
    <>
      <ol class="stack">
        <li>
          {t('outlets.devices.step1')} <strong>{link.replace(/^https?:\/\//, '')}</strong>
        </li>
        <li>{t('outlets.devices.step2')}</li>
      </ol>
      <p class="payer-number">
        {code.slice(0, 4)} {code.slice(4)}
      </p>
      <p>{t('outlets.devices.or')}</p>
      <QrDrawing text={`${link}?code=${code}`} label={t('outlets.devices.qr')} />
      <p class="soft">{t('outlets.devices.once', { minutes: ENROLMENT_MINUTES })}</p>
    </>
  )
}
