import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { InputError, parseInput } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields } from '../../../kit/http.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { findDevice } from '../../accreditation/store.ts'
import { pay } from '../actions/pay.ts'
import { isNumber, typedNumber } from '../rules/number.ts'
import { refusalToAsk } from '../rules/refusal-to-pay.ts'
import { deviceOf, keepDevice, readDevice, type TillEnv } from './device.ts'
import { AmountPage, CodePage, Done, DonePage, type AskedAmount } from './till-views.tsx'

export const till = new Hono<TillEnv>()

till.use('/encaisser', readDevice)
till.use('/encaisser/*', readDevice)

// The address that enrols a device; the button behind it does, so that a preview of the link enrols nothing.
till.get('/encaisser/appareil/:token', async (c) => {
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

till.post('/encaisser/appareil/:token', async (c) => {
  const token = c.req.param('token')
  if (!(await findDevice(c.get('app').db, token))) throw new Refusal('unknown_device', {}, 404)
  keepDevice(c, token)
  return c.redirect('/encaisser', 303)
})

/** Everything after it is for an enrolled device; on another, says how to become one. */
till.use('/encaisser', requireDevice)
till.use('/encaisser/*', requireDevice)

async function requireDevice(c: Context<TillEnv>, next: () => Promise<void>): Promise<Response | void> {
  if (c.get('device')) return next()
  const t = c.get('t')
  return html(
    <PublicPage t={t} title={t('purchases.till.title')} demo={c.get('app').demo}>
      <EmptyState title={t('purchases.device.none')} icon="device">
        <p>{t('purchases.device.noneText')}</p>
      </EmptyState>
    </PublicPage>,
    403,
  )
}

till.get('/encaisser', (c) => html(<AmountPage c={c} form={freshForm()} />))
// Where a browser comes back to after a code that did not pass: nothing is kept there.
till.get('/encaisser/payer', (c) => c.redirect('/encaisser', 303))

const Asked = z.object({ amount: PositiveAmount, number: z.string().max(40) })

/** The first step only reads what was typed: nothing is taken before the code. */
till.post('/encaisser', (c) =>
  answerForm(c, {
    act: async (fields) => readAsked(fields),
    done: (asked) => html(<CodePage c={c} form={freshForm()} asked={asked} />),
    again: (form) => <AmountPage c={c} form={form} />,
  }),
)

function readAsked(fields: Fields): AskedAmount {
  const { amount, number: typed } = parseInput(Asked, fields)
  refuse(refusalToAsk(amount))
  const number = typedNumber(typed)
  if (number === '') throw new InputError([{ field: 'number', message: 'required' }])
  if (!isNumber(number)) throw new Refusal('number_mistyped')
  return { amountCents: amount, number }
}

till.post('/encaisser/payer', (c) => {
  let asked: AskedAmount | null = null
  return answerForm(c, {
    act: async (fields, key) => {
      asked = readAsked(fields)
      return pay(c.get('app'), deviceOf(c), {
        ...asked,
        key,
        code: textField(fields, 'code'),
        inPart: textField(fields, 'inPart') === 'yes',
      })
    },
    done: (payment) => {
      const shown = new URLSearchParams({
        paye: String(payment.paidCents),
        reste: String(payment.leftToPayCents),
        numero: payment.numberEnd,
        a: payment.at,
      })
      return `/encaisser/fait?${shown}`
    },
    again: (form) =>
      asked ? <CodePage c={c} form={form} asked={asked} /> : <AmountPage c={c} form={form} />,
    secret: ['code'],
  })
})

// Shows what the payment answered; the journal, not this page, is what counts.
till.get('/encaisser/fait', (c) => {
  const shown = Done.safeParse(c.req.query())
  if (!shown.success) return c.redirect('/encaisser', 303)
  return html(<DonePage c={c} paid={shown.data} />)
})
