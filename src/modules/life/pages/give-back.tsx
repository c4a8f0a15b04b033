import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MoneyField } from '../../../kit/ui/inputs.tsx'
import { callOf, read, type CaisseEnv } from '../../caisses/web.ts'
import { rightsLeft } from '../../ledger/store.ts'
import { getHousehold } from '../../people/store/households.ts'
import { giveBackFor } from '../actions/leftovers.ts'
import { FILE, fileHref, HouseholdPage } from './frame.tsx'

export const giveBack = new Hono<CaisseEnv>()

giveBack.get(`${FILE}/rendre`, async (c) => html(await page(c, freshForm())))

giveBack.post(`${FILE}/rendre`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      giveBackFor(callOf(c, key), {
        householdId: c.req.param('household'),
        amount: textField(fields, 'amount'),
      }),
    done: () => fileHref(c, '?fait=rendu'),
    again: (form) => page(c, form),
  }),
)

async function page(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { household, leftCents } = await read(c, async (tx) => ({
    household: await getHousehold(tx, c.req.param('household')!),
    leftCents: await rightsLeft(tx, c.req.param('household')!),
  }))
  return (
    <HouseholdPage
      c={c}
      household={household}
      form={form}
      title={t('life.giveBack.title', { rightsCents: leftCents })}
      lead={t('life.giveBack.lead')}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <MoneyField name="amount" label={t('life.giveBack.amount')} suffix={c.get('caisse').unit_name} />
        <Actions>
          <Button kind="primary">{t('life.giveBack.confirm')}</Button>
        </Actions>
      </Form>
    </HouseholdPage>
  )
}
