import { Hono, type Context } from 'hono'
import { fileAnswer } from '../../../kit/http.ts'
import { firstDay, lastDay } from '../../../kit/month.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { MonthField, SelectField } from '../../../kit/ui/inputs.tsx'
import { EmptyState } from '../../../kit/ui/parts.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { undoReceipt } from '../../contributions/actions/receipts.ts'
import { RECEIPT_METHODS } from '../../contributions/rules/receipt.ts'
import { findReceipt, listReceipts } from '../../contributions/store/receipts.ts'
import { receiptPaper } from '../cash-papers.ts'
import { methodOptions } from './due-lines.tsx'
import { formAt, HOME, hrefIn, monthAsked, monthsAround, showing, TreasuryPage, type Sent } from './frame.tsx'
import { ReceiptList } from './receipt-list.tsx'

export const receipts = new Hono<CaisseEnv>()

const PATH = `${HOME}/recettes`
const PAGE = 100

receipts.get(PATH, showing(receiptsPage))

receipts.get(`${PATH}/:receipt{[0-9a-f-]{36}}/recu`, async (c) => {
  const made = await read(c, async (tx) => {
    const receipt = await findReceipt(tx, c.req.param('receipt'))
    if (!receipt?.number) throw new Refusal('unknown_receipt', {}, 404)
    return {
      name: `recu-${receipt.number.year}-${receipt.number.number}.pdf`,
      paper: await receiptPaper(tx, receipt),
    }
  })
  return fileAnswer(await printPaper(made.paper), 'application/pdf', made.name)
})

const listHref = (c: Context<CaisseEnv>, more: Record<string, string> = {}) =>
  `${hrefIn(c, '/recettes')}?${new URLSearchParams({ mois: monthAsked(c), ...more })}`

// Comes from a household's page or from the list: the household's says what is due again.
formAt(receipts, `${PATH}/:receipt{[0-9a-f-]{36}}/annuler`, {
  act: async (c, _, call) => {
    const receiptId = c.req.param('receipt')!
    await undoReceipt(call, { receiptId })
    return (await read(c, (tx) => findReceipt(tx, receiptId)))!.householdId
  },
  done: (c, householdId) => hrefIn(c, `/cotisations/${householdId}?fait=annule`),
  page: receiptsPage,
  home: (c) => listHref(c),
  name: 'annuler',
})

async function receiptsPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const month = monthAsked(c)
  const method = RECEIPT_METHODS.find((each) => each === c.req.query('moyen'))
  const offset = Math.min(1_000_000, Math.max(0, Number.parseInt(c.req.query('apres') ?? '0', 10) || 0))
  const found = await read(c, (tx) =>
    listReceipts(tx, {
      from: firstDay(month),
      to: lastDay(month),
      ...(method && { method }),
      limit: PAGE + 1,
      offset,
    }),
  )
  return (
    <TreasuryPage
      c={c}
      tab="/cotisations"
      sent={sent}
      title={t('dues.receipts.title', { month })}
      lead={t('dues.receipts.lead')}
      breadcrumb={[{ href: `${hrefIn(c, '/cotisations')}?mois=${month}`, label: t('closing.tab.dues') }]}
    >
      <Form method="get">
        <div class="form-row">
          <MonthField name="mois" label={t('dues.list.month')} value={month} {...monthsAround(c)} />
          <SelectField
            name="moyen"
            label={t('dues.list.method')}
            value={method ?? ''}
            options={[{ value: '', label: t('dues.receipts.everyMethod') }, ...methodOptions(t)]}
            width="medium"
            optional
          />
          <Button icon="filter">{t('dues.receipts.go')}</Button>
        </div>
      </Form>
      <ReceiptList
        c={c}
        receipts={found.slice(0, PAGE)}
        empty={<EmptyState title={t('dues.receipts.none')} icon="statements" />}
      />
      {found.length > PAGE && (
        <Actions>
          <LinkButton href={listHref(c, { ...(method && { moyen: method }), apres: String(offset + PAGE) })}>
            {t('dues.receipts.more')}
          </LinkButton>
        </Actions>
      )}
    </TreasuryPage>
  )
}
