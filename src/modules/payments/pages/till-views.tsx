import type { Context } from 'hono'
import type { VNode } from 'preact'
import { z } from 'zod'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { conventions } from '../../../kit/i18n/locale.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import type { Cents } from '../../../kit/money.ts'
import { asset } from '../../../kit/ui/assets.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { fieldId, Form } from '../../../kit/ui/form.tsx'
import { Icon } from '../../../kit/ui/icon.tsx'
import { CodeField, MoneyField, TextField } from '../../../kit/ui/inputs.tsx'
import { Island } from '../../../kit/ui/island.tsx'
import { FormKeypad, type FormKeypadProps } from '../../../kit/ui/keypad.tsx'
import { LiveClock } from '../../../kit/ui/live-clock.tsx'
import { TillPage } from '../../../kit/ui/pages.tsx'
import { Card, Disclosure, Money, Notice } from '../../../kit/ui/parts.tsx'
import { isSilent, outletOf, tillFrame, type TillEnv } from './device.ts'

/** What was asked at the first step. */
export type AskedAmount = {
  amountCents: Cents
  number: string
  /** Given instead of the number; empty otherwise. */
  fullName: string
}

/** What the done page shows, as its address carries it. */
export const Done = z.object({
  paye: z.coerce.number().int().min(1),
  reste: z.coerce.number().int().min(0),
  numero: z.string().regex(/^\d{2,4}$/),
  a: z.iso.datetime(),
})
type Done = z.output<typeof Done>

/** Refusals that are about one field are said there, with what was typed kept; the others above the form. */
const AT_FIELD: Readonly<Record<string, string>> = {
  amount_zero: 'amount',
  amount_too_large: 'amount',
  number_mistyped: 'number',
  same_name: 'fullName',
  code_format: 'code',
  number_or_code: 'code',
  code_locked: 'code',
  not_enough: 'inPart',
}

const fieldOf = (form: FormState): string | undefined =>
  form.refusal ? AT_FIELD[form.refusal.code] : undefined

function refusedAt(t: Translate, form: FormState, field: string): { error?: string } {
  return form.refusal && fieldOf(form) === field ? { error: t(form.refusal) } : {}
}

function RefusedAbove({ t, form }: { t: Translate; form: FormState }) {
  return form.refusal && !fieldOf(form) ? <Notice tone="refusal" title={t(form.refusal)} /> : null
}

/** The keys under a form; its own button stays for browsers without JavaScript. */
function Keys({
  t,
  formId,
  fields,
  goLabel,
  amounts,
}: {
  t: Translate
  formId: string
  fields: FormKeypadProps['fields']
  goLabel: string
  amounts: boolean
}) {
  const keypad: FormKeypadProps = {
    fields,
    formId,
    label: t('kit.keypad.label'),
    eraseLabel: t('kit.keypad.erase'),
    goLabel,
    ...(amounts && { decimal: t('kit.keypad.decimal') }),
  }
  return (
    <div class="needs-script">
      <Island name="keypad" props={keypad}>
        <FormKeypad {...keypad} />
      </Island>
    </div>
  )
}

const FORM = 'encaissement'

export function AmountPage({ c, form }: { c: Context<TillEnv>; form: FormState }) {
  const t = c.get('t')
  const wrong = fieldOf(form) ?? form.issues[0]?.field
  return (
    <TillPage {...tillFrame(c, '')} title={t('purchases.till.title')} heading={null}>
      <h1 class="till-title">{t('purchases.till.title')}</h1>
      <RefusedAbove t={t} form={form} />
      <Form id={FORM} action="/encaisser" issues={form.issues} typed={form.typed} summary={false}>
        <MoneyField
          name="amount"
          label={t('purchases.till.amount')}
          big
          autofocus={wrong !== 'number' && wrong !== 'fullName'}
          {...refusedAt(t, form, 'amount')}
        />
        <TextField
          name="number"
          label={t('purchases.till.number')}
          inputmode="numeric"
          maxLength={12}
          width="number"
          orAnother
          autofocus={wrong === 'number'}
          {...refusedAt(t, form, 'number')}
        />
        <Disclosure
          summary={t('purchases.till.noCard')}
          open={wrong === 'fullName' || Boolean(form.typed['fullName'])}
        >
          <TextField
            name="fullName"
            label={t('purchases.till.fullName')}
            hint={t('purchases.till.fullNameHint')}
            optional
            maxLength={120}
            {...refusedAt(t, form, 'fullName')}
          />
        </Disclosure>
        <div class="actions without-script">
          <Button kind="primary" wide>
            {t('purchases.till.next')}
          </Button>
        </div>
      </Form>
      <Keys
        t={t}
        formId={FORM}
        fields={[
          { id: fieldId('amount'), kind: 'amount', longest: 7 },
          { id: fieldId('number'), kind: 'digits', longest: 8, orId: fieldId('fullName') },
        ]}
        goLabel={t('purchases.till.next')}
        amounts
      />
    </TillPage>
  )
}

export function CodePage({
  c,
  form,
  asked,
}: {
  c: Context<TillEnv>
  form: FormState
  asked: AskedAmount
}): VNode {
  const t = c.get('t')
  const { outletName } = outletOf(c)
  return (
    <TillPage {...tillFrame(c, '')} places={[]} title={t('purchases.till.codeTitle')} heading={null}>
      <div class="till-display">
        <span class="till-display-label">{t('purchases.till.toPay', { nameText: outletName })}</span>
        <output class="amount-hero">
          <Money cents={asked.amountCents} />
        </output>
      </div>
      <div class="page-head">
        <h1 class="till-turn">{t('purchases.till.codeTitle')}</h1>
        <p class="soft">{t('purchases.till.codeLead')}</p>
      </div>
      <RefusedAbove t={t} form={form} />
      <Form
        id={FORM}
        action="/encaisser/payer"
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
        summary={false}
      >
        <input type="hidden" name="amount" value={(asked.amountCents / 100).toFixed(2)} />
        <input type="hidden" name="number" value={asked.number} />
        <input type="hidden" name="fullName" value={asked.fullName} />
        <input type="hidden" name="balanceKey" value={freshForm().key} />
        <CodeField
          name="code"
          label={t('purchases.till.code')}
          length={6}
          big
          autofocus
          {...refusedAt(t, form, 'code')}
        />
        <CheckboxField
          name="inPart"
          label={t('purchases.till.inPart')}
          optional
          {...refusedAt(t, form, 'inPart')}
        />
        <div class="actions without-script">
          <Button kind="primary" wide>
            {t('purchases.till.pay', { cents: asked.amountCents })}
          </Button>
        </div>
      </Form>
      <Keys
        t={t}
        formId={FORM}
        fields={[{ id: fieldId('code'), kind: 'digits', longest: 6 }]}
        goLabel={t('purchases.till.payKey')}
        amounts={false}
      />
      <Actions>
        <Button form={FORM} formAction="/encaisser/solde" kind="quiet" icon="show">
          {t('purchases.till.seeLeft')}
        </Button>
        <LinkButton href="/encaisser" kind="quiet" icon="back">
          {t('purchases.till.back')}
        </LinkButton>
      </Actions>
    </TillPage>
  )
}

/** What somebody has left, for them alone: the page leaves by itself, or at once. */
export function BalancePage({
  c,
  asked,
  leftCents,
  seconds,
}: {
  c: Context<TillEnv>
  asked: AskedAmount
  leftCents: Cents
  seconds: number
}): VNode {
  const t = c.get('t')
  return (
    <TillPage {...tillFrame(c, '')} places={[]} title={t('purchases.till.left')} heading={null}>
      <h1 class="till-turn">{t('purchases.till.left')}</h1>
      <Card look="accent">
        <p class="amount-hero">
          <Money cents={leftCents} rights />
        </p>
      </Card>
      <p>{t('purchases.till.leftLeaves', { count: seconds })}</p>
      <form method="post" action="/encaisser">
        <input type="hidden" name="amount" value={(asked.amountCents / 100).toFixed(2)} />
        <input type="hidden" name="number" value={asked.number} />
        <input type="hidden" name="fullName" value={asked.fullName} />
        <Button kind="primary" icon="back" wide>
          {t('purchases.till.hide')}
        </Button>
      </form>
    </TillPage>
  )
}

export function DonePage({ c, paid }: { c: Context<TillEnv>; paid: Done }) {
  const t = c.get('t')
  const [caisse] = c.get('caisses')
  const clock = {
    now: c.get('app').now().getTime(),
    conventions: conventions(t.locale),
    timeZone: caisse?.time_zone ?? 'Europe/Paris',
    label: t('kit.clock'),
  }
  return (
    <TillPage {...tillFrame(c, '')} title={t('purchases.till.done')} heading={null}>
      <section class="done" role="status">
        <Icon name="success" size="large" />
        <h1>{t('purchases.till.done')}</h1>
        <p class="amount-hero">
          <Money cents={paid.paye} rights />
        </p>
        <Island name="clock" props={clock}>
          <LiveClock {...clock} />
        </Island>
        <p>{t('purchases.till.doneDetail', { endText: paid.numero, timeText: t.time(new Date(paid.a)) })}</p>
        {paid.reste > 0 && (
          <p class="done-rest">
            <span>{t('purchases.till.leftToPay')}</span>
            <strong>
              <Money cents={paid.reste} />
            </strong>
          </p>
        )}
        <LinkButton href="/encaisser" kind="secondary" wide>
          {t('purchases.till.again')}
        </LinkButton>
      </section>
      {!isSilent(c) && <script type="module" src={asset('chime.js')} />}
    </TillPage>
  )
}
