import { Hono, type Context } from 'hono'
import { freshForm, textField, type Fields } from '../../../kit/http.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField } from '../../../kit/ui/choices.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, MoneyField, TextField } from '../../../kit/ui/inputs.tsx'
import { Badge, Card, Disclosure, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { receiveTranche, recordGrant, signGrant, undoTranche } from '../actions.ts'
import { listGrants, type Grant } from '../store.ts'
import { ActForm, formAt, HOME, hrefIn, named, showing, TreasuryPage, type Sent } from './frame.tsx'

export const grants = new Hono<CaisseEnv>()

const PATH = `${HOME}/subventions`
const GRANT = `${PATH}/:grant{[0-9a-f-]{36}}`
const TRANCHE = `${GRANT}/:number{[0-9]{1,3}}`

const pageHref = (c: Context<CaisseEnv>) => hrefIn(c, '/subventions')

grants.get(PATH, showing(grantsPage))

/** As many payments as a form shows at once; others are planned later. */
const PLANNED = [1, 2, 3, 4] as const

const planned = (fields: Fields) =>
  PLANNED.map((i) => ({
    expectedOn: textField(fields, `expectedOn-${i}`),
    amount: textField(fields, `amount-${i}`),
  })).filter(({ expectedOn, amount }) => expectedOn !== '' || amount !== '')

formAt(grants, `${PATH}/noter`, {
  act: (_, fields, call) =>
    named(
      (field) => field.replace(/^tranches\.(\d+)\.(\w+)$/, (_all, i, name) => `${name}-${Number(i) + 1}`),
      () =>
        recordGrant(call, {
          funder: textField(fields, 'funder'),
          purpose: textField(fields, 'purpose'),
          promised: textField(fields, 'promised'),
          awardedOn: textField(fields, 'awardedOn'),
          signed: textField(fields, 'signed') === 'yes',
          tranches: planned(fields),
        }),
    ),
  done: (c) => `${pageHref(c)}?fait=notee`,
  page: grantsPage,
  home: pageHref,
  name: 'noter',
})

formAt(grants, `${GRANT}/signer`, {
  act: (c, _, call) => signGrant(call, { grantId: c.req.param('grant')! }),
  done: (c) => `${pageHref(c)}?fait=signee`,
  page: grantsPage,
  home: pageHref,
  name: 'signer',
})

const tranche = (c: Context<CaisseEnv>) => ({
  grantId: c.req.param('grant')!,
  number: Number(c.req.param('number')),
})

formAt(grants, `${TRANCHE}/recue`, {
  act: (c, fields, call) => {
    const field = `on-${c.req.param('grant')}-${c.req.param('number')}`
    return named(
      (name) => (name === 'on' ? field : name),
      () => receiveTranche(call, { ...tranche(c), on: textField(fields, field) }),
    )
  },
  done: (c) => `${pageHref(c)}?fait=recue`,
  page: grantsPage,
  home: pageHref,
  name: 'recue',
})

formAt(grants, `${TRANCHE}/annuler`, {
  act: (c, _, call) => undoTranche(call, tranche(c)),
  done: (c) => `${pageHref(c)}?fait=annulee`,
  page: grantsPage,
  home: pageHref,
  name: 'annuler',
})

async function grantsPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const listed = await read(c, (tx) => listGrants(tx))
  const tranches = listed.flatMap((grant) => grant.tranches)
  const sum = (received: boolean) =>
    tranches
      .filter((one) => (one.receivedOn !== null) === received)
      .reduce((total, { amountCents }) => total + amountCents, 0)
  const done = (['notee', 'signee', 'recue', 'annulee'] as const).find((each) => each === c.req.query('fait'))
  return (
    <TreasuryPage
      c={c}
      tab="/subventions"
      sent={sent}
      title={
        listed.length === 0
          ? t('bank.grants.none')
          : t('bank.grants.title', { receivedCents: sum(true), expectedCents: sum(false) })
      }
      notice={done && <Notice tone="success" title={t(`bank.grants.done.${done}`)} />}
    >
      {listed.length === 0 && (
        <EmptyState title={t('bank.grants.none')} icon="savings">
          <p>{t('bank.grants.noneText')}</p>
        </EmptyState>
      )}
      {listed.map((grant) => (
        <GrantCard key={grant.id} c={c} sent={sent} grant={grant} />
      ))}
      <Disclosure summary={t('bank.grants.new')} open={sent?.name === 'noter'}>
        <NewGrant c={c} sent={sent} />
      </Disclosure>
    </TreasuryPage>
  )
}

function GrantCard({ c, sent, grant }: { c: Context<CaisseEnv>; sent: Sent; grant: Grant }) {
  const t = c.get('t')
  const href = hrefIn(c, `/subventions/${grant.id}`)
  return (
    <Card title={grant.funder} icon="savings">
      <p>
        <Money cents={grant.promisedCents} />
        {grant.purpose && `, ${grant.purpose}`}{' '}
        <Badge tone={grant.signed ? 'success' : 'wait'}>
          {t(`treasury.grantState.${grant.signed ? 'signed' : 'promised'}`)}
        </Badge>
      </p>
      <DataTable
        caption={t('bank.grants.tranches', { nameText: grant.funder })}
        columns={[
          { label: t('bank.grants.tranche'), heading: true, cell: ({ number }) => number },
          { label: t('bank.grants.expectedOn'), cell: ({ expectedOn }) => t.day(expectedOn) },
          {
            label: t('bank.explain.amount'),
            numeric: true,
            cell: (one) => <Money cents={one.amountCents} />,
          },
          {
            label: t('bank.grants.state'),
            bare: true,
            cell: (one) => {
              const path = `${href}/${one.number}`
              const field = `on-${grant.id}-${one.number}`
              return one.receivedOn ? (
                <form class="actions" method="post" action={`${path}/annuler`}>
                  <HiddenKey value={freshForm().key} />
                  <Badge tone="success">{t('bank.grants.receivedOn', { day: one.receivedOn })}</Badge>
                  <Button kind="quiet" icon="undo">
                    {t('dues.receipts.undo')}
                  </Button>
                </form>
              ) : (
                <Disclosure
                  summary={t('bank.grants.receive')}
                  open={sent?.name === 'recue' && sent.form.typed[field] !== undefined}
                >
                  <ActForm sent={sent} name="recue" action={`${path}/recue`}>
                    <DateField
                      name={field}
                      label={t('bank.grants.day')}
                      value={c.get('today')}
                      max={c.get('today')}
                    />
                    <Button>{t('bank.grants.keepReceived')}</Button>
                  </ActForm>
                </Disclosure>
              )
            },
          },
        ]}
        rows={grant.tranches}
        keyOf={({ number }) => String(number)}
        empty={<p>{t('bank.grants.noTranche')}</p>}
      />
      {!grant.signed && (
        <form method="post" action={`${href}/signer`}>
          <HiddenKey value={freshForm().key} />
          <Button icon="agreement">{t('bank.grants.sign')}</Button>
        </form>
      )}
    </Card>
  )
}

function NewGrant({ c, sent }: { c: Context<CaisseEnv>; sent: Sent }) {
  const t = c.get('t')
  return (
    <ActForm sent={sent} name="noter" action={hrefIn(c, '/subventions/noter')}>
      <TextField name="funder" label={t('treasury.export.funder')} maxLength={200} />
      <TextField name="purpose" label={t('treasury.export.purpose')} maxLength={200} optional />
      <div class="form-row">
        <MoneyField name="promised" label={t('treasury.export.promised')} />
        <DateField name="awardedOn" label={t('treasury.export.awardedOn')} />
      </div>
      <CheckboxField
        name="signed"
        label={t('bank.grants.signed')}
        hint={t('bank.grants.signedHint')}
        optional
      />
      {PLANNED.map((i) => (
        <fieldset class="form-row" key={i}>
          <legend>{t('bank.grants.planned', { numberText: i })}</legend>
          <DateField name={`expectedOn-${i}`} label={t('bank.grants.expectedOn')} optional />
          <MoneyField name={`amount-${i}`} label={t('bank.explain.amount')} optional />
        </fieldset>
      ))}
      <Actions>
        <Button kind="primary">{t('bank.grants.keep')}</Button>
      </Actions>
    </ActForm>
  )
}
