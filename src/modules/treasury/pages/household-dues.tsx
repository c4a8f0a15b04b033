import { Hono, type Context } from 'hono'
import { actorOf, html, textField } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { DateField, MoneyField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { Card, Disclosure, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { waiveDue } from '../../contributions/actions/dues.ts'
import { recordReceipts } from '../../contributions/actions/receipts.ts'
import { dueWord } from '../../contributions/rules/due-word.ts'
import type { ReceiptMethod } from '../../contributions/rules/receipt.ts'
import { standing } from '../../contributions/rules/standing.ts'
import { carriedOf } from '../../contributions/store/carried.ts'
import { duesOfHousehold } from '../../contributions/store/dues.ts'
import { listReceipts, receivedFrom } from '../../contributions/store/receipts.ts'
import { noteReading } from '../../payments/store/readings.ts'
import { getHousehold } from '../../people/store/households.ts'
import { graceDays } from '../store/counts.ts'
import { DueBadge, methodOptions } from './due-lines.tsx'
import { ActForm, formAt, HOME, hrefIn, named, TreasuryPage, type Sent } from './frame.tsx'
import { ReceiptList } from './receipt-list.tsx'

export const householdDues = new Hono<CaisseEnv>()

const PATH = `${HOME}/cotisations/:household{[0-9a-f-]{36}}`

const hrefOf = (c: Context<CaisseEnv>, more = '') =>
  hrefIn(c, `/cotisations/${c.req.param('household')!}${more}`)

/** What a household gives is read under a name: the household may ask who did. */
householdDues.get(PATH, async (c) => {
  const page = await householdPage(c, null)
  await noteReading(c.get('app'), actorOf(c), c.get('caisse').id, c.req.param('household'))
  return html(page)
})

formAt(householdDues, `${PATH}/noter`, {
  act: (c, fields, call) =>
    named(
      (field) => field.replace(/^receipts\.0\./, ''),
      () =>
        recordReceipts(call, {
          receipts: [
            {
              householdId: c.req.param('household')!,
              amount: textField(fields, 'amount'),
              method: textField(fields, 'method') as ReceiptMethod,
              receivedOn: textField(fields, 'receivedOn'),
              reference: textField(fields, 'reference'),
            },
          ],
        }),
    ),
  done: (c) => hrefOf(c, '?fait=note'),
  page: householdPage,
  home: hrefOf,
  name: 'noter',
})

formAt(householdDues, `${PATH}/remise`, {
  act: (c, fields, call) =>
    named(
      (field) => (field === 'amount' ? 'waived' : field),
      () =>
        waiveDue(call, {
          householdId: c.req.param('household')!,
          month: textField(fields, 'month'),
          amount: textField(fields, 'waived'),
        }),
    ),
  done: (c) => hrefOf(c, '?fait=remise'),
  page: householdPage,
  home: hrefOf,
  name: 'remise',
})

function readDues(c: Context<CaisseEnv>) {
  const householdId = c.req.param('household')!
  return read(c, async (tx) => {
    const household = await getHousehold(tx, householdId)
    const grace = await graceDays(tx)
    const all = await duesOfHousehold(tx, householdId)
    const receivedCents = await receivedFrom(tx, householdId)
    const owed = (test: (month: string) => boolean) =>
      all.reduce((sum, due) => sum + (test(due.month) ? due.cents - due.waivedCents : 0), 0)
    const months = all.slice(0, 6).map((due) => {
      const { month, cents: expectedCents, waivedCents } = due
      const stands = standing({
        receivedCents,
        owedBeforeCents: owed((each) => each < month),
        dueCents: expectedCents,
        waivedCents,
        owedAfterCents: owed((each) => each > month),
      })
      const line = { month, expectedCents, waivedCents, ...stands }
      return { ...line, word: dueWord(line, { month, today: c.get('today'), graceDays: grace }) }
    })
    const owedCents = owed(() => true)
    return {
      household,
      months,
      missingCents: Math.max(0, owedCents - receivedCents),
      aheadCents: Math.max(0, receivedCents - owedCents),
      receipts: await listReceipts(tx, { householdId, limit: 12 }),
      carried: await carriedOf(tx, householdId),
    }
  })
}

async function householdPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { household, months, missingCents, aheadCents, receipts, carried } = await readDues(c)
  const done = (['note', 'remise', 'annule'] as const).find((each) => each === c.req.query('fait'))
  const nameText = household.name
  return (
    <TreasuryPage
      c={c}
      tab="/cotisations"
      sent={sent}
      title={
        missingCents > 0
          ? t('dues.household.title', { nameText, missingCents })
          : t('dues.household.upToDate', { nameText })
      }
      breadcrumb={[{ href: hrefIn(c, '/cotisations'), label: t('closing.tab.dues') }]}
      notice={done && <Notice tone="success" title={t(`dues.done.${done}`)} />}
    >
      <Stats>
        <Stat label={t('dues.household.reference')} value={household.paymentReference} />
        <Stat label={t('dues.household.missing')} value={<Money cents={missingCents} />} />
        {aheadCents > 0 && <Stat label={t('dues.household.ahead')} value={<Money cents={aheadCents} />} />}
      </Stats>
      {aheadCents > 0 && (
        <Actions>
          <LinkButton icon="back" href={hrefOf(c, '/rendre')}>
            {t('returns.link')}
          </LinkButton>
        </Actions>
      )}
      <Card title={t('dues.household.note')} icon="add">
        <ActForm sent={sent} name="noter" action={hrefOf(c, '/noter')}>
          <div class="form-row">
            <MoneyField
              name="amount"
              label={t('dues.household.amount')}
              {...(missingCents > 0 && { value: missingCents })}
            />
            <DateField
              name="receivedOn"
              label={t('dues.household.day')}
              value={c.get('today')}
              max={c.get('today')}
            />
          </div>
          <div class="form-row">
            <SelectField
              name="method"
              label={t('dues.list.method')}
              value="transfer"
              options={methodOptions(t)}
              width="medium"
            />
            <TextField
              name="reference"
              label={t('dues.household.wording')}
              hint={t('dues.household.wordingHint')}
              maxLength={140}
              optional
            />
          </div>
          <Actions>
            <Button kind="primary" icon="check">
              {t('dues.household.keep')}
            </Button>
          </Actions>
        </ActForm>
      </Card>
      <section class="stack">
        <h2>{t('dues.household.months')}</h2>
        <DataTable
          dense
          caption={t('dues.household.months')}
          columns={[
            { label: t('dues.list.month'), heading: true, cell: (due) => t.month(due.month) },
            {
              label: t('dues.list.expected'),
              numeric: true,
              key: true,
              cell: (due) => <Money cents={due.expectedCents} />,
            },
            { label: t('dues.list.waived'), numeric: true, cell: (due) => <Money cents={due.waivedCents} /> },
            {
              label: t('dues.list.received'),
              numeric: true,
              cell: (due) => <Money cents={due.receivedCents} />,
            },
            { label: t('dues.household.state'), cell: (due) => <DueBadge t={t} word={due.word} /> },
          ]}
          rows={months}
          keyOf={(due) => due.month}
          empty={<p>{t('dues.household.none')}</p>}
        />
        {months.length > 0 && (
          <Disclosure summary={t('dues.waive.title')} open={sent?.name === 'remise'}>
            <p class="soft">{t('dues.waive.text')}</p>
            <ActForm sent={sent} name="remise" action={hrefOf(c, '/remise')}>
              <div class="form-row">
                <SelectField
                  name="month"
                  label={t('dues.list.month')}
                  value={months[0]!.month}
                  options={months.map(({ month }) => ({ value: month, label: t.month(month) }))}
                  width="medium"
                />
                <MoneyField name="waived" label={t('dues.waive.amount')} />
                <Button>{t('dues.waive.keep')}</Button>
              </div>
            </ActForm>
          </Disclosure>
        )}
      </section>
      <section class="stack">
        <h2>{t('dues.household.receipts')}</h2>
        <ReceiptList c={c} receipts={receipts} named={false} empty={<p>{t('dues.household.noReceipt')}</p>} />
        {carried.length > 0 && (
          <RowList>
            {carried.map((one) => (
              <RowItem
                key={one.gestureId}
                icon="household"
                title={
                  one.otherName === null
                    ? t('dues.carried.before')
                    : t(one.cents > 0 ? 'dues.carried.came' : 'dues.carried.went', {
                        nameText: one.otherName,
                      })
                }
                text={t.day(one.on)}
                aside={<Money cents={one.cents} sign />}
              />
            ))}
          </RowList>
        )}
      </section>
    </TreasuryPage>
  )
}
