import { Hono, type Context } from 'hono'
import { textField } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { Card, DefinitionList, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { actorOf } from '../../../kit/http.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import {
  aheadOf,
  approveReturn,
  cancelReturn,
  prepareReturn,
  RETURN,
  returnInCash,
} from '../../contributions/actions/returns.ts'
import { looksTwice, refusalToReturn } from '../../contributions/rules/return.ts'
import { listReceipts } from '../../contributions/store/receipts.ts'
import { returnsOf, type ContributionReturn } from '../../contributions/store/returns.ts'
import { signatures } from '../../identity/approvals.ts'
import { getHousehold } from '../../people/store/households.ts'
import { ActForm, formAt, HOME, hrefIn, showing, TreasuryPage, type Sent } from './frame.tsx'

/** What came in twice: kept for the months to come, or given back. */
export const returnContribution = new Hono<CaisseEnv>()

const PATH = `${HOME}/cotisations/:household{[0-9a-f-]{36}}/rendre`

const hrefOf = (c: Context<CaisseEnv>, more = '') =>
  hrefIn(c, `/cotisations/${c.req.param('household')!}/rendre${more}`)

returnContribution.get(PATH, showing(page))

formAt(returnContribution, PATH, {
  act: async (_, fields, call): Promise<unknown> => {
    const receiptId = textField(fields, 'receiptId')
    return textField(fields, 'way') === 'cash'
      ? returnInCash(call, { receiptId })
      : prepareReturn(call, { receiptId })
  },
  done: (c) => hrefOf(c, '?fait=oui'),
  page,
  home: hrefOf,
  name: 'rendre',
})

formAt(returnContribution, `${PATH}/signer`, {
  act: (_, fields, call) =>
    approveReturn(call, { returnId: textField(fields, 'returnId'), digest: textField(fields, 'digest') }),
  done: (c) => hrefOf(c, '?fait=oui'),
  page,
  home: hrefOf,
  name: 'signer',
})

formAt(returnContribution, `${PATH}/garder`, {
  act: (_, fields, call) => cancelReturn(call, { returnId: textField(fields, 'returnId') }),
  done: (c) => hrefOf(c, '?fait=garde'),
  page,
  home: hrefOf,
  name: 'garder',
})

function readAhead(c: Context<CaisseEnv>) {
  const householdId = c.req.param('household')!
  return read(c, async (tx) => {
    const household = await getHousehold(tx, householdId)
    const aheadCents = await aheadOf(tx, householdId)
    const all = await listReceipts(tx, { householdId, limit: 60 })
    const receipts = all.filter((one) => one.undoesReceiptId === null && !one.undone)
    const returns = await returnsOf(tx, householdId)
    const waiting = returns.find((one) => one.status === 'prepared')
    return {
      household,
      aheadCents,
      twice: looksTwice(receipts),
      receipts: receipts.filter((one) => refusalToReturn(one, aheadCents) === null),
      returns,
      waiting: waiting && { ...waiting, signed: await signatures(tx, { kind: RETURN, id: waiting.id }) },
    }
  })
}

async function page(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const { household, aheadCents, receipts, twice, returns, waiting } = await readAhead(c)
  const done = (['oui', 'garde'] as const).find((each) => each === c.req.query('fait'))
  const nameText = household.name
  const over = returns.filter((one) => one.status === 'returned')
  const suspect = receipts.find((one) => twice.has(one.id)) ?? receipts[0]
  return (
    <TreasuryPage
      c={c}
      tab="/cotisations"
      sent={sent}
      title={
        aheadCents > 0 ? t('returns.title', { nameText, aheadCents }) : t('returns.titleNone', { nameText })
      }
      lead={t('returns.lead')}
      breadcrumb={[
        { href: hrefIn(c, '/cotisations'), label: t('closing.tab.dues') },
        { href: hrefIn(c, `/cotisations/${household.id}`), label: nameText },
      ]}
      notice={
        done && (
          <Notice tone="success" title={t(`returns.done.${done === 'oui' && waiting ? 'wait' : done}`)} />
        )
      }
    >
      <Stats>
        <Stat label={t('dues.household.ahead')} value={<Money cents={aheadCents} />} />
      </Stats>
      {waiting ? (
        <Waiting c={c} sent={sent} waiting={waiting} />
      ) : suspect ? (
        <>
          <Card title={t('returns.keep.title')} icon="calendar">
            <p>{t('returns.keep.text', { aheadCents })}</p>
            <Actions>
              <LinkButton href={hrefIn(c, `/cotisations/${household.id}`)}>{t('returns.keep.go')}</LinkButton>
            </Actions>
          </Card>
          <Card title={t('returns.give.title')} icon="back">
            <ActForm sent={sent} name="rendre" action={hrefOf(c)}>
              <RadioCards
                name="receiptId"
                label={t('returns.give.which')}
                value={suspect.id}
                options={receipts.map((one) => ({
                  value: one.id,
                  label: t('returns.give.receipt', { cents: one.cents, day: one.receivedOn }),
                  hint: [t(`dues.method.${one.method}`), twice.has(one.id) && t('returns.give.twice')]
                    .filter(Boolean)
                    .join(' · '),
                }))}
              />
              <RadioCards
                name="way"
                label={t('returns.give.way')}
                value="transfer"
                options={(['transfer', 'cash'] as const).map((way) => ({
                  value: way,
                  label: t(`returns.way.${way}`),
                  hint: t(`returns.wayHint.${way}`),
                }))}
              />
              <Actions>
                <Button kind="primary">{t('returns.give.confirm')}</Button>
              </Actions>
            </ActForm>
          </Card>
        </>
      ) : (
        <p>{t('returns.nothing')}</p>
      )}
      {over.length > 0 && (
        <section class="stack">
          <h2>{t('returns.over')}</h2>
          <DefinitionList
            amounts
            items={over.map((one) => ({
              key: one.id,
              term: t('returns.overLine', {
                instantText: t.instant(one.returnedAt!),
                wayText: t(`returns.way.${one.way}`),
              }),
              value: <Money cents={one.cents} />,
            }))}
          />
        </section>
      )}
    </TreasuryPage>
  )
}

type WaitingReturn = ContributionReturn & { signed: Awaited<ReturnType<typeof signatures>> }

function Waiting({ c, sent, waiting }: { c: Context<CaisseEnv>; sent: Sent; waiting: WaitingReturn }) {
  const t = c.get('t')
  const actor = actorOf(c)
  const own = waiting.signed.some((one) => actor.kind === 'account' && one.accountId === actor.accountId)
  return (
    <Card title={t('returns.wait.title', { cents: waiting.cents, day: waiting.receivedOn })} icon="approve">
      <p>{t('returns.wait.signed', { namesText: waiting.signed.map((one) => one.name).join(', ') })}</p>
      {own ? (
        <p>{t('returns.wait.other')}</p>
      ) : (
        <ActForm sent={sent} name="signer" action={hrefOf(c, '/signer')}>
          <input type="hidden" name="returnId" value={waiting.id} />
          <input type="hidden" name="digest" value={waiting.digest.toString('hex')} />
          <p>{t('returns.wait.text')}</p>
          <Button kind="primary" icon="approve">
            {t('returns.wait.sign')}
          </Button>
        </ActForm>
      )}
      <ActForm sent={sent} name="garder" action={hrefOf(c, '/garder')}>
        <input type="hidden" name="returnId" value={waiting.id} />
        <Button kind="quiet">{t('returns.wait.keep')}</Button>
      </ActForm>
    </Card>
  )
}
