import { Hono, type Context } from 'hono'
import { z } from 'zod'
import { InputError, parseInput } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { formatMoney } from '../../../kit/cents.ts'
import { PositiveAmount } from '../../../kit/money.ts'
import { conventions } from '../../../kit/i18n/locale.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { LinkButton } from '../../../kit/ui/button.tsx'
import { PublicPage } from '../../../kit/ui/pages.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { askBalance } from '../actions/ask-balance.ts'
import { numberOfName } from '../actions/number-of-name.ts'
import { pay } from '../actions/pay.ts'
import { isNumber, isTypedName, typedNumber } from '../rules/number.ts'
import { refusalToAsk } from '../rules/refusal-to-pay.ts'
import { closedTill } from './closed-till.tsx'
import { payingDevice, readDevice, type TillEnv } from './device.ts'
import { enrolment } from './enrolment.tsx'
import { AmountPage, BalancePage, CodePage, Done, DonePage, type AskedAmount } from './till-views.tsx'

export const till = new Hono<TillEnv>()

till.use('/encaisser', readDevice)
till.use('/encaisser/*', readDevice)
till.route('/', enrolment)

/** Everything after it is for an outlet; another browser is told how to become one's. */
till.use('/encaisser', requireOutlet)
till.use('/encaisser/*', requireOutlet)

async function requireOutlet(c: Context<TillEnv>, next: () => Promise<void>): Promise<Response | void> {
  if (c.get('outlet')) return next()
  const t = c.get('t')
  return html(
    <PublicPage t={t} title={t('purchases.till.title')} demo={c.get('app').demo}>
      <EmptyState
        title={t('purchases.device.none')}
        icon="device"
        action={
          <>
            <LinkButton href="/encaisser/appareil" kind="primary">
              {t('purchases.device.typeCode')}
            </LinkButton>
            <LinkButton href="/connexion">{t('purchases.device.signIn')}</LinkButton>
          </>
        }
      >
        <p>{t('purchases.device.noneText')}</p>
      </EmptyState>
    </PublicPage>,
    403,
  )
}

till.get('/encaisser', async (c) => {
  const closed = await closedTill(c)
  if (closed) return html(closed)
  const asked = PositiveAmount.safeParse(c.req.query('montant')).data
  const amount = asked === undefined ? {} : { amount: formatMoney(asked, conventions(c.get('t').locale)) }
  return html(<AmountPage c={c} form={{ ...freshForm(), typed: amount }} />)
})
// Where a browser comes back to after a code that did not pass: nothing is kept there.
till.get('/encaisser/payer', (c) => c.redirect('/encaisser', 303))
till.get('/encaisser/solde', (c) => c.redirect('/encaisser', 303))

const Asked = z.object({
  amount: PositiveAmount,
  number: z.string().max(40),
  fullName: z.string().trim().max(120).default(''),
})

/** The first step only reads what was typed: nothing is taken before the code. */
till.post('/encaisser', (c) =>
  answerForm(c, {
    act: async (fields) => readAsked(fields),
    done: (asked) => html(<CodePage c={c} form={freshForm()} asked={asked} />),
    again: (form) => <AmountPage c={c} form={form} />,
  }),
)

function readAsked(fields: Fields): AskedAmount {
  const { amount, number: typed, fullName } = parseInput(Asked, fields)
  refuse(refusalToAsk(amount))
  if (fullName !== '') {
    if (!isTypedName(fullName)) throw new InputError([{ field: 'fullName', message: 'required' }])
    return { amountCents: amount, number: '', fullName }
  }
  const number = typedNumber(typed)
  if (number === '') throw new InputError([{ field: 'number', message: 'required' }])
  if (!isNumber(number)) throw new Refusal('number_mistyped')
  return { amountCents: amount, number, fullName: '' }
}

/** A name is looked for with the code only, so that it tells nothing before. */
async function whoPays(c: Context<TillEnv>, { number, fullName }: AskedAmount): Promise<string> {
  if (fullName === '') return number
  const caisses = c.get('caisses').map(({ id }) => id)
  return numberOfName(c.get('app'), caisses, fullName)
}

till.post('/encaisser/payer', (c) => {
  let asked: AskedAmount | null = null
  return answerForm(c, {
    act: async (fields, key) => {
      asked = readAsked(fields)
      return pay(c.get('app'), await payingDevice(c), {
        amountCents: asked.amountCents,
        number: await whoPays(c, asked),
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
    again: (form) => again(c, asked, form),
    secret: ['code'],
  })
})

/** Whose name two people have gives their number: back to the first step. */
function again(c: Context<TillEnv>, asked: AskedAmount | null, form: FormState) {
  return asked && form.refusal?.code !== 'same_name' ? (
    <CodePage c={c} form={form} asked={asked} />
  ) : (
    <AmountPage c={c} form={form} />
  )
}

/** Seconds for which somebody's balance stays on the screen. */
const SHOWN_SECONDS = 5

till.post('/encaisser/solde', async (c) => {
  let asked: AskedAmount | null = null
  const answer = await answerForm(c, {
    act: async (fields) => {
      asked = readAsked(fields)
      return askBalance(c.get('app'), await payingDevice(c), {
        key: textField(fields, 'balanceKey'),
        number: await whoPays(c, asked),
        code: textField(fields, 'code'),
      })
    },
    done: ({ leftCents }) => {
      const page = html(<BalancePage c={c} asked={asked!} leftCents={leftCents} seconds={SHOWN_SECONDS} />)
      const amount = (asked!.amountCents / 100).toFixed(2)
      page.headers.set('refresh', `${SHOWN_SECONDS}; url=/encaisser?montant=${amount}`)
      return page
    },
    again: (form) => again(c, asked, form),
    secret: ['code'],
  })
  answer.headers.set('cache-control', 'no-store')
  return answer
})

// Shows what the payment answered; the journal, not this page, is what counts.
till.get('/encaisser/fait', (c) => {
  const shown = Done.safeParse(c.req.query())
  if (!shown.success) return c.redirect('/encaisser', 303)
  return html(<DonePage c={c} paid={shown.data} />)
})
