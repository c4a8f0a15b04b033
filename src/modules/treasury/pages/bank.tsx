import { friendlyFormatIBAN } from 'ibantools'
import { Hono, type Context } from 'hono'
import type { CaisseTx } from '../../../db/db.ts'
import { actorOf, textField, type Fields } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { addMonths, lastDay, monthOf } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Button } from '../../../kit/ui/button.tsx'
import { DateField, MoneyField, TextField } from '../../../kit/ui/inputs.tsx'
import { Card, Disclosure, Money, Notice, Stat, Stats } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { caisseBankAccount } from '../../caisses/store.ts'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { signatures } from '../../identity/approvals.ts'
import { balanceOn } from '../../ledger/store.ts'
import { correctOpeningBalance, recordOpeningBalance } from '../actions.ts'
import {
  askBankChange,
  BANK_CHANGE,
  bindBankAccount,
  confirmBankChange,
  withdrawBankChange,
} from '../actions/bank-account.ts'
import { readBank } from '../actions/counts.ts'
import { askedBankChange } from '../store/bank-changes.ts'
import { bankReadings, differences, type BankReading, type Difference } from '../store/counts.ts'
import { openingBalance } from '../store.ts'
import { GapCell } from './cash.tsx'
import { ActForm, dayAsked, formAt, HOME, hrefIn, named, showing, TreasuryPage, type Sent } from './frame.tsx'

export const bank = new Hono<CaisseEnv>()

const pageHref = (c: Context<CaisseEnv>) => hrefIn(c, '/banque')

bank.get(`${HOME}/banque`, showing(bankPage))

formAt(bank, `${HOME}/banque/solde`, {
  act: (_, fields, call) =>
    readBank(call, { on: textField(fields, 'on'), balance: textField(fields, 'balance') }),
  done: (c) => `${pageHref(c)}?fait=solde`,
  page: bankPage,
  home: pageHref,
  name: 'solde',
})

formAt(bank, `${HOME}/banque/depart`, {
  act: async (c, fields, call) => {
    const opening = await read(c, openingBalance)
    const act = opening === null ? recordOpeningBalance : correctOpeningBalance
    await named(
      (field) => (field === 'amount' ? 'opening' : field),
      () => act(call, { amount: textField(fields, 'opening') }),
    )
  },
  done: (c) => `${pageHref(c)}?fait=depart`,
  page: bankPage,
  home: pageHref,
  name: 'depart',
})

const typedAccount = (fields: Fields) => ({
  holder: textField(fields, 'holder'),
  iban: textField(fields, 'iban'),
  bic: textField(fields, 'bic').trim() || null,
})

formAt(bank, `${HOME}/banque/changer`, {
  act: (_, fields, call) => askBankChange(call, typedAccount(fields)),
  done: (c) => `${pageHref(c)}?fait=demande`,
  page: bankPage,
  home: pageHref,
  name: 'changer',
})

formAt(bank, `${HOME}/banque/changer/confirmer`, {
  act: (_, fields, call) =>
    confirmBankChange(call, {
      changeId: textField(fields, 'changeId'),
      digest: textField(fields, 'digest'),
    }),
  done: (c) => `${pageHref(c)}?fait=confirme`,
  page: bankPage,
  home: pageHref,
  name: 'confirmer',
})

formAt(bank, `${HOME}/banque/changer/retirer`, {
  act: (_, fields, call) => withdrawBankChange(call, { changeId: textField(fields, 'changeId') }),
  done: (c) => `${pageHref(c)}?fait=retrait`,
  page: bankPage,
  home: pageHref,
  name: 'retirer',
})

formAt(bank, `${HOME}/banque/compte`, {
  act: (_, fields, call) => bindBankAccount(call, typedAccount(fields)),
  done: (c) => `${pageHref(c)}?fait=compte`,
  page: bankPage,
  home: pageHref,
  name: 'compte',
})

async function bankPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const account = await caisseBankAccount(tx)
    const readings = account ? await bankReadings(tx, account.id) : []
    return {
      account,
      nowCents: await balanceOn(tx, 'bank', today),
      readings: await Promise.all(
        readings.map(async (reading) => ({
          ...reading,
          ledgerCents: await balanceOn(tx, 'bank', reading.on),
        })),
      ),
      opening: await openingBalance(tx),
      explained: await differences(tx, { limit: 12 }),
      change: await readChange(tx),
    }
  })
  const [last] = seen.readings
  const done = (['depart', 'compte', 'demande', 'confirme', 'retrait'] as const).find(
    (each) => each === c.req.query('fait'),
  )
  return (
    <TreasuryPage
      c={c}
      tab="/banque"
      sent={sent}
      title={titleOf(t, last)}
      lead={t('bank.lead')}
      notice={
        done ? (
          <Notice tone="success" title={t(`bank.done.${done}`)} />
        ) : c.req.query('explique') ? (
          <Notice tone="success" title={t('bank.done.explained')} />
        ) : (
          c.req.query('fait') === 'solde' && <ReadNotice t={t} reading={last} />
        )
      }
    >
      <Stats>
        <Stat label={t('bank.journalNow')} value={<Money cents={seen.nowCents} />} />
        {last && (
          <Stat label={t('bank.lastRead', { day: last.on })} value={<Money cents={last.balanceCents} />} />
        )}
      </Stats>
      {seen.account && (
        <Card title={t('bank.read.title')} icon="bank">
          <ActForm sent={sent} name="solde" action={hrefIn(c, '/banque/solde')}>
            <div class="form-row">
              <DateField
                name="on"
                label={t('bank.read.day')}
                value={dayAsked(c, 'le') ?? lastDay(addMonths(monthOf(today), -1))}
                max={today}
              />
              <MoneyField name="balance" label={t('bank.read.balance')} />
              <Button kind="primary" icon="check">
                {t('bank.read.keep')}
              </Button>
            </div>
          </ActForm>
        </Card>
      )}
      {seen.change && <WaitingAccount c={c} sent={sent} change={seen.change} />}
      <section class="stack">
        <h2>{t('bank.read.last')}</h2>
        <Readings c={c} readings={seen.readings} />
      </section>
      {seen.explained.length > 0 && <Explained t={t} explained={seen.explained} />}
      <Disclosure
        summary={t('bank.account.title')}
        open={!seen.account || ACCOUNT_FORMS.some((name) => name === sent?.name)}
      >
        <div class="stack">
          {seen.account ? (
            <p>
              {seen.account.holder}, {friendlyFormatIBAN(seen.account.iban)}
            </p>
          ) : (
            <>
              <p>{t('bank.account.none')}</p>
              <ActForm sent={sent} name="compte" action={hrefIn(c, '/banque/compte')}>
                <AccountFields t={t} />
                <Button>{t('bank.account.keep')}</Button>
              </ActForm>
            </>
          )}
          {seen.account && !seen.change && (
            <Disclosure summary={t('bank.account.change')} open={sent?.name === 'changer'}>
              <ActForm sent={sent} name="changer" action={hrefIn(c, '/banque/changer')}>
                <p class="soft">{t('bank.account.changeText')}</p>
                <AccountFields t={t} />
                <Button>{t('bank.account.ask')}</Button>
              </ActForm>
            </Disclosure>
          )}
          {seen.account && (
            <ActForm sent={sent} name="depart" action={hrefIn(c, '/banque/depart')}>
              <div class="form-row">
                <MoneyField
                  name="opening"
                  label={t('bank.opening.label')}
                  hint={t('bank.opening.hint')}
                  {...(seen.opening !== null && { value: seen.opening })}
                />
                <Button>{t(seen.opening === null ? 'bank.opening.keep' : 'bank.opening.correct')}</Button>
              </div>
            </ActForm>
          )}
        </div>
      </Disclosure>
    </TreasuryPage>
  )
}

const ACCOUNT_FORMS = ['compte', 'depart', 'changer'] as const

const AccountFields = ({ t }: { t: Translate }) => (
  <>
    <TextField name="holder" label={t('bank.account.holder')} maxLength={120} />
    <TextField name="iban" label="IBAN" maxLength={42} />
    <TextField name="bic" label="BIC" maxLength={14} width="medium" optional />
  </>
)

async function readChange(tx: CaisseTx) {
  const change = await askedBankChange(tx)
  if (!change) return null
  return { ...change, signed: await signatures(tx, { kind: BANK_CHANGE, id: change.id }) }
}

/** What the second person compares and confirms. */
function WaitingAccount({
  c,
  sent,
  change,
}: {
  c: Context<CaisseEnv>
  sent: Sent
  change: NonNullable<Awaited<ReturnType<typeof readChange>>>
}) {
  const t = c.get('t')
  const actor = actorOf(c)
  const mine =
    actor.kind === 'account' && change.signed.some(({ accountId }) => accountId === actor.accountId)
  const hidden = (
    <>
      <input type="hidden" name="changeId" value={change.id} />
      <input type="hidden" name="digest" value={change.digest.toString('hex')} />
    </>
  )
  return (
    <Card title={t('bank.account.waiting')} icon="bank">
      <p>
        {t('bank.account.asked', {
          holderText: change.holder,
          ibanText: friendlyFormatIBAN(change.iban) ?? change.iban,
          nameText: change.signed[0]?.name ?? '–',
          whenText: t.instant(change.askedAt),
        })}
      </p>
      <p>{t('bank.account.compare')}</p>
      <ActForm sent={sent} name="confirmer" action={hrefIn(c, '/banque/changer/confirmer')}>
        {hidden}
        <Button icon="approve" refusal={mine ? new Refusal('already_signed', {}, 409) : null}>
          {t('bank.account.confirm')}
        </Button>
      </ActForm>
      <ActForm sent={sent} name="retirer" action={hrefIn(c, '/banque/changer/retirer')}>
        {hidden}
        <Button kind="quiet">{t('bank.account.withdraw')}</Button>
      </ActForm>
    </Card>
  )
}

type Compared = BankReading & { ledgerCents: number }

const gapOf = ({ balanceCents, othersCents, ledgerCents }: Compared): number =>
  balanceCents - othersCents - ledgerCents

function titleOf(t: Translate, last: Compared | undefined): string {
  if (!last) return t('bank.title.none')
  const cents = gapOf(last)
  if (cents === 0) return t('bank.title.same', { day: last.on })
  return t(cents > 0 ? 'bank.title.more' : 'bank.title.less', { day: last.on, cents: Math.abs(cents) })
}

function ReadNotice({ t, reading }: { t: Translate; reading: Compared | undefined }) {
  if (!reading) return null
  const cents = gapOf(reading)
  if (cents === 0) return <Notice tone="success" title={t('bank.read.same')} />
  return (
    <Notice
      tone="wait"
      title={t(cents > 0 ? 'closing.gap.bank_gap_more' : 'closing.gap.bank_gap_less', {
        cents: Math.abs(cents),
      })}
    >
      <p>{t('bank.read.gapText')}</p>
    </Notice>
  )
}

function Readings({ c, readings }: { c: Context<CaisseEnv>; readings: readonly Compared[] }) {
  const t = c.get('t')
  const others = readings.some(({ othersCents }) => othersCents !== 0)
  return (
    <DataTable
      caption={t('bank.read.last')}
      columns={[
        { label: t('bank.read.dayShort'), heading: true, cell: ({ on }) => t.day(on) },
        { label: t('bank.read.statement'), numeric: true, cell: (one) => <Money cents={one.balanceCents} /> },
        ...(others
          ? [
              {
                label: t('bank.read.others'),
                numeric: true,
                cell: (one: Compared) => <Money cents={one.othersCents} />,
              },
            ]
          : []),
        { label: t('bank.read.ledger'), numeric: true, cell: (one) => <Money cents={one.ledgerCents} /> },
        {
          label: t('cash.count.gap'),
          numeric: true,
          cell: (one) => <GapCell c={c} place="banque" on={one.on} cents={gapOf(one)} />,
        },
      ]}
      rows={readings}
      keyOf={({ id }) => id}
      empty={<p>{t('bank.read.none')}</p>}
    />
  )
}

function Explained({ t, explained }: { t: Translate; explained: readonly Difference[] }) {
  return (
    <section class="stack">
      <h2>{t('bank.explained')}</h2>
      <DataTable
        dense
        caption={t('bank.explained')}
        columns={[
          { label: t('bank.read.dayShort'), heading: true, cell: ({ on }) => t.day(on) },
          {
            label: t('bank.explain.amount'),
            numeric: true,
            key: true,
            cell: (one) => <Money cents={one.cents} sign />,
          },
          {
            label: t('bank.explain.reason'),
            cell: ({ place, reason, words }) =>
              [t(`treasury.place.${place}`), t(`treasury.difference.${reason}`), words]
                .filter(Boolean)
                .join(' · '),
          },
        ]}
        rows={explained}
        keyOf={({ id }) => id}
      />
    </section>
  )
}
