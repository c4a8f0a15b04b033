import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { findDevice } from '../../accreditation/device-store.ts'
import { enrolByCode } from '../../accreditation/devices.ts'
import { clientAddress } from '../../identity/client-address.ts'
import { keepDevice, type TillEnv } from './device.ts'

/** How a phone or a tablet becomes an outlet's: by a code typed on it, or by a link followed there. */
export const enrolment = new Hono<TillEnv>()

enrolment.get('/encaisser/appareil', (c) => html(<CodePage c={c} form={freshForm()} />))

enrolment.post('/encaisser/appareil', (c) =>
  answerForm(c, {
    act: (fields) => enrolByCode(c.get('app'), textField(fields, 'code'), clientAddress(c, c.get('app'))),
    done: ({ token }) => {
      keepDevice(c, token)
      return '/encaisser/reglages?fait=appareil'
    },
    again: (form) => <CodePage c={c} form={form} />,
  }),
)

function CodePage({ c, form }: { c: Context<TillEnv>; form: FormState }) {
  const t = c.get('t')
  return (
    <PublicPage
      t={t}
      title={t('purchases.device.title')}
      lead={t('purchases.device.codeLead')}
      demo={c.get('app').demo}
    >
      <Form
        action="/encaisser/appareil"
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
        summary={false}
      >
        <TextField
          name="code"
          label={t('purchases.device.code')}
          inputmode="numeric"
          maxLength={12}
          width="number"
          value={c.req.query('code') ?? ''}
          autofocus
          {...(form.refusal && { error: t(form.refusal) })}
        />
        <Actions>
          <Button kind="primary" icon="device">
            {t('purchases.device.confirm')}
          </Button>
        </Actions>
      </Form>
    </PublicPage>
  )
}

// A link made by the caisse; the button behind it enrols, so that a preview of the link enrols nothing.
enrolment.get('/encaisser/appareil/:token', async (c) => {
  const t = c.get('t')
  const token = c.req.param('token')
  const found = await findDevice(c.get('app').db, token)
  if (!found) throw new Refusal('unknown_device', {}, 404)
  return html(
    <PublicPage
      t={t}
      title={t('purchases.device.title')}
      lead={t('purchases.device.lead', { nameText: found.outletName })}
      demo={c.get('app').demo}
    >
      <form method="post" action={`/encaisser/appareil/${token}`}>
        <Button kind="primary" icon="device">
          {t('purchases.device.confirm')}
        </Button>
      </form>
    </PublicPage>,
  )
})

enrolment.post('/encaisser/appareil/:token', async (c) => {
  const token = c.req.param('token')
  if (!(await findDevice(c.get('app').db, token))) throw new Refusal('unknown_device', {}, 404)
  keepDevice(c, token)
  return c.redirect('/encaisser', 303)
})
