import { Hono, type Context } from 'hono'
import { fileAnswer, textField } from '../../../kit/http.ts'
import { printPaper } from '../../../kit/pdf/paper.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { DateField, SelectField } from '../../../kit/ui/inputs.tsx'
import { Badge, Card, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { chequesOfDeposit } from '../../contributions/store/receipts.ts'
import { bounceCheque } from '../actions/deposits.ts'
import { depositPaper } from '../cash-papers.ts'
import { findDeposit } from '../store/deposits.ts'
import { ActForm, formAt, HOME, hrefIn, named, showing, TreasuryPage, type Sent } from './frame.tsx'

export const deposits = new Hono<CaisseEnv>()

const SLIP = `${HOME}/remises/:deposit{[0-9a-f-]{36}}`

const slipHref = (c: Context<CaisseEnv>) => hrefIn(c, `/remises/${c.req.param('deposit')!}`)

deposits.get(SLIP, showing(slipPage))

deposits.get(`${SLIP}/bordereau`, async (c) => {
  const made = await read(c, async (tx) => {
    const deposit = await findDeposit(tx, c.req.param('deposit'))
    if (!deposit) throw new Refusal('unknown_deposit', {}, 404)
    return { deposit, paper: await depositPaper(tx, deposit) }
  })
  const name = `remise-${made.deposit.kind === 'cash' ? 'especes' : 'cheques'}-${made.deposit.number}.pdf`
  return fileAnswer(await printPaper(made.paper), 'application/pdf', name)
})

formAt(deposits, `${SLIP}/impaye`, {
  act: (_, fields, call) => {
    const receiptId = textField(fields, 'cheque')
    if (receiptId === '') throw new Refusal('nothing_ticked')
    return named(
      (field) => (field === 'on' ? 'bouncedOn' : field === 'receiptId' ? 'cheque' : field),
      () => bounceCheque(call, { receiptId, on: textField(fields, 'bouncedOn') }),
    )
  },
  done: (c) => `${slipHref(c)}?fait=impaye`,
  page: slipPage,
  home: slipHref,
  name: 'impaye',
})

async function slipPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const depositId = c.req.param('deposit')!
  const { deposit, cheques } = await read(c, async (tx) => {
    const found = await findDeposit(tx, depositId)
    if (!found) throw new Refusal('unknown_deposit', {}, 404)
    return { deposit: found, cheques: await chequesOfDeposit(tx, depositId) }
  })
  const good = cheques.filter(({ undone }) => !undone)
  const done = (['oui', 'impaye'] as const).find((each) => each === c.req.query('fait'))
  return (
    <TreasuryPage
      c={c}
      tab="/especes"
      sent={sent}
      title={`${t('kit.label', { labelText: t(`cash.slip.${deposit.kind}`, { numberText: deposit.number }) })} ${t.money(deposit.amountCents)}`}
      lead={t('cash.slip.lead', { day: deposit.on })}
      breadcrumb={[{ href: hrefIn(c, '/especes'), label: t('closing.tab.cash') }]}
      notice={done && <Notice tone="success" title={t(`cash.done.${done}`)} />}
      actions={
        <LinkButton kind="primary" icon="print" href={`${slipHref(c)}/bordereau`}>
          {t('cash.slip.print')}
        </LinkButton>
      }
    >
      {deposit.kind === 'cheques' && (
        <DataTable
          caption={t('cash.slip.list')}
          columns={[
            { label: t('cash.slip.drawer'), heading: true, cell: (one) => one.householdName },
            { label: t('cash.slip.cheque'), cell: (one) => one.reference },
            { label: t('cash.slip.received'), cell: (one) => t.day(one.receivedOn) },
            { label: t('cash.slip.amount'), numeric: true, cell: (one) => <Money cents={one.cents} /> },
            {
              label: t('cash.slip.state'),
              cell: (one) =>
                one.undone ? <Badge tone="wait">{t('cash.slip.bounced')}</Badge> : t('cash.slip.good'),
            },
          ]}
          rows={cheques}
          keyOf={({ id }) => id}
          empty={<EmptyState title={t('cash.cheques.none')} />}
        />
      )}
      {good.length > 0 && (
        <Card title={t('cash.bounce.title')}>
          <p class="soft">{t('cash.bounce.text')}</p>
          <ActForm sent={sent} name="impaye" action={`${slipHref(c)}/impaye`}>
            <div class="form-row">
              <SelectField
                name="cheque"
                label={t('cash.bounce.which')}
                options={good.map(({ id, householdName, reference, cents }) => ({
                  value: id,
                  label: [householdName, reference, t.money(cents)].filter(Boolean).join(' · '),
                }))}
              />
              <DateField
                name="bouncedOn"
                label={t('cash.bounce.day')}
                value={c.get('today')}
                max={c.get('today')}
              />
              <Button>{t('cash.bounce.keep')}</Button>
            </div>
          </ActForm>
        </Card>
      )}
    </TreasuryPage>
  )
}
