import { Hono, type Context } from 'hono'
import type { VNode } from 'preact'
import { z } from 'zod'
import { InputError, parseInput } from '../../../kit/gesture.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import { conventions } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { PositiveAmount, type Cents } from '../../../kit/money.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { fieldId, Form } from '../../../kit/ui/form.tsx'
import { CodeField, MoneyField, TextField } from '../../../kit/ui/inputs.tsx'
import { Island } from '../../../kit/ui/island.tsx'
import { Keypad } from '../../../kit/ui/keypad.tsx'
import { LiveClock } from '../../../kit/ui/live-clock.tsx'
import { PublicPage, TillPage } from '../../../kit/ui/pages.tsx'
import { DefinitionList, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { findDevice } from '../../accreditation/store.ts'
import { pay, type Device } from '../actions/pay.ts'
import { isNumber, typedNumber } from '../rules/number.ts'
import { refusalToAsk } from '../rules/refusal-to-pay.ts'
import { keepDevice, readDevice, type TillEnv } from './device.ts'

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

/** What every page of the till shows around its content. */
export function tillFrame(c: Context<TillEnv>, current: '/encaisser' | '/encaisser/journal') {
  const t = c.get('t')
  return {
    t,
    demo: c.get('app').demo,
    practice: c.get('caisses').some((caisse) => caisse.practice),
    caisse: { name: deviceOf(c).outletName, href: '/encaisser' },
    places: [
      { href: '/encaisser', icon: 'collect', label: t('purchases.till.places.till') },
      { href: '/encaisser/journal', icon: 'journal', label: t('purchases.till.places.journal') },
    ].map((place) => ({ ...place, current: place.href === current })) as {
      href: string
      icon: 'collect' | 'journal'
      label: string
      current: boolean
    }[],
  }
}

export function deviceOf(c: Context<TillEnv>): Device {
  const device = c.get('device')
  if (!device) throw new Refusal('device_revoked', {}, 403)
  return device
}

till.get('/encaisser', (c) => html(<AmountPage c={c} form={freshForm()} />))

const Asked = z.object({ amount: PositiveAmount, number: z.string() })

/** The first step only reads what was typed: nothing is taken before the code. */
till.post('/encaisser', (c) =>
  answerForm(c, {
    act: async (fields) => readAsked(fields),
    done: (asked) => html(<CodePage c={c} form={freshForm()} asked={asked} />),
    again: (form) => <AmountPage c={c} form={form} />,
  }),
)

type AskedAmount = { amountCents: Cents; number: string }

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

const Done = z.object({
  paye: z.coerce.number().int().min(1),
  reste: z.coerce.number().int().min(0),
  numero: z.string().regex(/^\d{2,4}$/),
  a: z.iso.datetime(),
})

// Shows what the payment answered; the journal, not this page, is what counts.
till.get('/encaisser/fait', (c) => {
  const shown = Done.safeParse(c.req.query())
  if (!shown.success) return c.redirect('/encaisser', 303)
  return html(<DonePage c={c} paid={shown.data} />)
})

function Refused({ t, form }: { t: Translate; form: FormState }) {
  return form.refusal && <Notice tone="refusal" title={t(form.refusal)} />
}

const FORM = 'montant'

function AmountPage({ c, form }: { c: Context<TillEnv>; form: FormState }) {
  const t = c.get('t')
  const keypad = {
    fieldId: fieldId('amount'),
    formId: FORM,
    label: t('purchases.till.keypad'),
    eraseLabel: t('kit.keypad.erase'),
    goLabel: t('purchases.till.next'),
  }
  return (
    <TillPage
      {...tillFrame(c, '/encaisser')}
      title={t('purchases.till.title')}
      notice={<Refused t={t} form={form} />}
    >
      <Form id={FORM} action="/encaisser" issues={form.issues} typed={form.typed}>
        <MoneyField name="amount" label={t('purchases.till.amount')} big autofocus />
        <TextField
          name="number"
          label={t('purchases.till.number')}
          hint={t('purchases.till.numberHint')}
          inputmode="numeric"
          maxLength={12}
          width="medium"
        />
        <Actions>
          <Button kind="primary">{t('purchases.till.next')}</Button>
        </Actions>
      </Form>
      <div class="needs-script">
        <Island name="amount-keypad" props={keypad}>
          <Keypad label={keypad.label} eraseLabel={keypad.eraseLabel} onKey={() => undefined}>
            <button type="submit" form={FORM} class="button button-primary">
              {keypad.goLabel}
            </button>
          </Keypad>
        </Island>
      </div>
    </TillPage>
  )
}

function CodePage({ c, form, asked }: { c: Context<TillEnv>; form: FormState; asked: AskedAmount }): VNode {
  const t = c.get('t')
  const { outletName } = deviceOf(c)
  return (
    <TillPage
      {...tillFrame(c, '/encaisser')}
      places={[]}
      title={t('purchases.till.codeTitle')}
      lead={t('purchases.till.codeLead')}
      notice={<Refused t={t} form={form} />}
    >
      <div class="till-display">
        <span class="soft">{t('purchases.till.toPay', { nameText: outletName })}</span>
        <output class="amount-hero">
          <Money cents={asked.amountCents} />
        </output>
      </div>
      <Form action="/encaisser/payer" issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <input type="hidden" name="amount" value={(asked.amountCents / 100).toFixed(2)} />
        <input type="hidden" name="number" value={asked.number} />
        <CodeField name="code" label={t('purchases.till.code')} length={6} big autofocus />
        <CheckboxField
          name="inPart"
          label={t('purchases.till.inPart')}
          hint={t('purchases.till.inPartHint')}
          optional
        />
        <Actions>
          <Button kind="primary">{t('purchases.till.pay', { rightsCents: asked.amountCents })}</Button>
          <LinkButton href="/encaisser" kind="quiet">
            {t('purchases.till.back')}
          </LinkButton>
        </Actions>
      </Form>
    </TillPage>
  )
}

function DonePage({ c, paid }: { c: Context<TillEnv>; paid: z.output<typeof Done> }) {
  const t = c.get('t')
  const [caisse] = c.get('caisses')
  const clock = {
    now: c.get('app').now().getTime(),
    conventions: conventions(t.locale),
    timeZone: caisse?.time_zone ?? 'Europe/Paris',
    label: t('kit.clock'),
  }
  return (
    <TillPage {...tillFrame(c, '/encaisser')} title={t('purchases.till.done')} heading={null}>
      <section class="done" role="status">
        <h1>{t('purchases.till.done')}</h1>
        <p class="amount-hero">
          <Money cents={paid.paye} rights />
        </p>
        <Island name="clock" props={clock}>
          <LiveClock {...clock} />
        </Island>
        <DefinitionList
          items={[
            ...(paid.reste > 0
              ? [{ term: t('purchases.till.leftToPay'), value: <Money cents={paid.reste} /> }]
              : []),
            {
              term: t('purchases.till.numberEnd'),
              value: t('purchases.till.numberEndValue', { endText: paid.numero }),
            },
            { term: t('purchases.journal.time'), value: t.time(new Date(paid.a)) },
          ]}
        />
        <LinkButton href="/encaisser" kind="primary" wide>
          {t('purchases.till.again')}
        </LinkButton>
      </section>
    </TillPage>
  )
}
