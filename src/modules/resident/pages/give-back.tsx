import { Hono, type Context } from 'hono'
import { parseAmount } from '../../../kit/cents.ts'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { decimal } from '../../../kit/money.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MoneyField } from '../../../kit/ui/inputs.tsx'
import { PersonPage } from '../../../kit/ui/pages.tsx'
import { Card, Money, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, personFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { giveBack } from '../actions/give-back.ts'
import { refusalToGiveBack } from '../rules/give-back.ts'
import { hrefOf, ownOf } from './env.tsx'

export const giveBackPages = new Hono<CaisseEnv>()

const PATH = '/c/:slug/moi/rendre'

/** First the amount; then what it means, and a yes. */
giveBackPages.get(PATH, async (c) => {
  const typed = c.req.query('amount')
  const cents = typed === undefined ? null : parseAmount(typed)
  if (typed === undefined) return html(await amountPage(c, freshForm()))
  const leftCents = await leftOf(c)
  const refusal = cents ? refusalToGiveBack({ cents, leftCents }) : null
  if (!cents || refusal) {
    const issues = cents ? [] : [{ field: 'amount', message: cents === 0 ? 'amount_positive' : 'amount' }]
    return html(await amountPage(c, { ...freshForm(), typed: { amount: typed }, issues, refusal }), 422)
  }
  return html(confirmPage(c, cents, leftCents))
})

giveBackPages.post(PATH, (c) =>
  answerForm(c, {
    act: (fields, key) => giveBack(callOf(c, key), { amount: textField(fields, 'amount') }),
    done: () => hrefOf(c, '/moi/foyer?fait=rendu'),
    again: (form) => amountPage(c, form),
  }),
)

const leftOf = (c: Context<CaisseEnv>) => read(c, (tx) => rightsLeft(tx, ownOf(c).householdId))

const frame = (c: Context<CaisseEnv>) => ({
  ...personFrame(c, '/moi/foyer'),
  breadcrumb: [{ href: hrefOf(c, '/moi/foyer'), label: c.get('t')('caisses.person.household') }],
})

async function amountPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const leftCents = await leftOf(c)
  const tooMuch = form.refusal?.code === 'more_than_is_left' ? t(form.refusal) : undefined
  return (
    <PersonPage
      {...frame(c)}
      title={t('resident.giveBack.title')}
      lead={t('resident.giveBack.lead')}
      notice={form.refusal && !tooMuch && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form
        method="get"
        action={hrefOf(c, '/moi/rendre')}
        issues={form.issues}
        typed={form.typed}
        summary={false}
      >
        <MoneyField
          name="amount"
          label={t('resident.giveBack.amount')}
          hint={t('resident.giveBack.left', { rightsCents: leftCents })}
          suffix={t.unit ?? ''}
          {...(tooMuch && { error: tooMuch })}
        />
        <Actions>
          <Button
            kind="primary"
            refusal={leftCents === 0 ? refusalToGiveBack({ cents: 1, leftCents }) : null}
          >
            {t('resident.giveBack.next')}
          </Button>
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/foyer')}>
            {t('resident.back')}
          </LinkButton>
        </Actions>
      </Form>
      <p class="soft">{t('resident.giveBack.never')}</p>
    </PersonPage>
  )
}

function confirmPage(c: Context<CaisseEnv>, cents: number, leftCents: number) {
  const t = c.get('t')
  return (
    <PersonPage {...frame(c)} title={t('resident.giveBack.confirmTitle', { rightsCents: cents })}>
      <Card look="accent">
        <p>{t('resident.giveBack.after')}</p>
        <p class="amount-hero">
          <Money cents={leftCents - cents} rights />
        </p>
      </Card>
      <p>{t('resident.giveBack.final')}</p>
      <Form action={hrefOf(c, '/moi/rendre')} idempotencyKey={freshForm().key}>
        <input type="hidden" name="amount" value={decimal(cents)} />
        <Actions>
          <Button kind="primary" icon="meal">
            {t('resident.giveBack.confirm')}
          </Button>
          <LinkButton kind="quiet" href={hrefOf(c, '/moi/rendre')}>
            {t('resident.back')}
          </LinkButton>
        </Actions>
      </Form>
    </PersonPage>
  )
}
