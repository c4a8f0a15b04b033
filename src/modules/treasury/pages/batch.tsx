import { Hono, type Context } from 'hono'
import { InputError, type Call } from '../../../kit/gesture.ts'
import { actorOf, fileAnswer, freshForm, textField, type Fields } from '../../../kit/http.ts'
import type { MessageKey, Translate } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { SelectField } from '../../../kit/ui/inputs.tsx'
import { Card, Notice } from '../../../kit/ui/parts.tsx'
import { Steps } from '../../../kit/ui/progress.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { countSigners, refusalToProceed, signatures, type Signature } from '../../identity/approvals.ts'
import { SignatureList } from '../../identity/signature-list.tsx'
import {
  approveBatch,
  BATCH,
  cancelBatch,
  holdLines,
  markExecuted,
  markReturned,
  notePayeeCheck,
  releaseBatch,
  unholdLines,
} from '../../settlements/actions.ts'
import {
  FORMATS,
  refusalToRelease,
  warningsOf,
  type Format,
  type Warning,
} from '../../settlements/rules/batch.ts'
import { printLineStatement } from '../../settlements/statement-paper.ts'
import { findBatch, findBatchFile, lastPaid, linesIn, type Batch } from '../../settlements/store.ts'
import { iban, LINE_ACTS, Lines } from './batch-lines.tsx'
import { BatchBadge } from './batches.tsx'
import { ActForm, formAt, HOME, hrefIn, showing, tickedNumbers, TreasuryPage, type Sent } from './frame.tsx'

export const batch = new Hono<CaisseEnv>()

const PATH = `${HOME}/remboursements/:batch{[0-9a-f-]{36}}`

const pageHref = (c: Context<CaisseEnv>, more = '') =>
  hrefIn(c, `/remboursements/${c.req.param('batch')!}${more}`)

const idOf = (c: Context<CaisseEnv>): string => c.req.param('batch')!

batch.get(PATH, showing(batchPage))

batch.get(`${PATH}/fichier`, async (c) => {
  const made = await read(c, (tx) => findBatchFile(tx, idOf(c)))
  if (!made) throw new Refusal('unknown_batch', {}, 404)
  const list = made.format === 'list'
  return fileAnswer(
    made.file,
    list ? 'text/csv; charset=utf-8' : 'application/xml',
    `remboursement-${made.number}.${list ? 'csv' : 'xml'}`,
  )
})

batch.get(`${PATH}/lignes/:line{[0-9]{1,5}}/releve`, async (c) => {
  const line = Number(c.req.param('line'))
  const { pdf, name } = await read(c, (tx) =>
    printLineStatement(tx, { batchId: idOf(c), line }, c.get('app').now()),
  )
  return fileAnswer(pdf, 'application/pdf', name)
})

const ON_BATCH: Record<string, (batchId: string, fields: Fields, call: Call) => Promise<unknown>> = {
  signer: (batchId, fields, call) => approveBatch(call, { batchId, digest: textField(fields, 'digest') }),
  envoyer: (batchId, fields, call) =>
    releaseBatch(call, { batchId, format: textField(fields, 'format') as Format }),
  abandonner: (batchId, _, call) => cancelBatch(call, { batchId }),
}

for (const [name, act] of Object.entries(ON_BATCH))
  formAt(batch, `${PATH}/${name}`, {
    act: (c, fields, call) => act(idOf(c), fields, call),
    done: (c) => pageHref(c),
    page: batchPage,
    home: (c) => pageHref(c),
    name,
  })

/** One form for the lines that are ticked. */
formAt(batch, `${PATH}/lignes`, {
  act: async (c, fields, call) => {
    const lines = tickedNumbers(fields, 'ligne')
    if (lines.length === 0) throw new Refusal('nothing_ticked')
    const batchId = idOf(c)
    const on = textField(fields, 'on')
    const reason = textField(fields, 'reason')
    const act = LINE_ACTS.find((each) => each === textField(fields, 'faire'))
    if (act === 'passees') await markExecuted(call, { batchId, lines, on })
    else if (act === 'revenues') await markReturned(call, { batchId, lines, on, reason })
    else if (act === 'nom') await notePayeeCheck(call, { batchId, lines, check: 'no_match' })
    else if (act === 'retenir') await holdLines(call, { batchId, lines, reason })
    else if (act === 'reprendre') await unholdLines(call, { batchId, lines })
    else throw new InputError([{ field: 'faire', message: 'choice' }])
    return act
  },
  done: (c, act) => pageHref(c, `?fait=${act}`),
  page: batchPage,
  home: (c) => pageHref(c),
  name: 'lignes',
})

async function batchPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const found = await findBatch(tx, idOf(c))
    if (!found) throw new Refusal('unknown_batch', {}, 404)
    const lines = await linesIn(tx, found.id)
    const signed = await signatures(tx, { kind: BATCH, id: found.id })
    return {
      found,
      lines,
      signed,
      warnings: warningsOf(lines, await lastPaid(tx, found.id)),
      toSend: refusalToProceed({
        digest: found.digest,
        signatures: signed,
        signers: await countSigners(tx, today),
      }),
    }
  })
  const { found, lines, signed } = seen
  const done = LINE_ACTS.find((each) => each === c.req.query('fait'))
  return (
    <TreasuryPage
      c={c}
      tab="/remboursements"
      sent={sent}
      title={t('batches.one.title', {
        numberText: found.number,
        totalCents: found.totalCents,
        count: lines.length,
      })}
      lead={
        <>
          <BatchBadge t={t} batch={found} /> {t('batches.one.lead', { day: found.executionOn })}
        </>
      }
      breadcrumb={[{ href: hrefIn(c, '/remboursements'), label: t('batches.nav') }]}
      notice={done && <Notice tone="success" title={t(`batches.done.${done}`)} />}
    >
      {found.status !== 'cancelled' && (
        <Card>
          <Steps
            steps={[
              { label: t('batches.step.prepare') },
              { label: t('batches.step.sign') },
              { label: t('batches.step.send') },
              { label: t('batches.step.bank') },
            ]}
            current={stepOf(found, seen.toSend)}
          />
          <SignatureList t={t} signatures={signed} />
          {found.status === 'prepared' && (
            <Acts c={c} found={found} signed={signed} toSend={seen.toSend} sent={sent} />
          )}
          {found.format && (
            <Actions>
              <LinkButton
                {...(found.status === 'released' && { kind: 'primary' as const })}
                icon="download"
                href={pageHref(c, '/fichier')}
              >
                {t(found.format === 'list' ? 'batches.file.list' : 'batches.file.sepa')}
              </LinkButton>
            </Actions>
          )}
        </Card>
      )}
      {found.status === 'prepared' && <Warnings t={t} warnings={seen.warnings} />}
      <Lines c={c} found={found} lines={lines} sent={sent} />
    </TreasuryPage>
  )
}

function stepOf({ status }: Batch, toSend: Refusal | null): number {
  if (status === 'closed') return 4
  if (status === 'released') return 3
  return toSend === null ? 2 : 1
}

function Acts({
  c,
  found,
  signed,
  toSend,
  sent,
}: {
  c: Context<CaisseEnv>
  found: Batch
  signed: readonly Signature[]
  toSend: Refusal | null
  sent: Sent
}) {
  const t = c.get('t')
  const actor = actorOf(c)
  const mine = actor.kind === 'account' && signed.some(({ accountId }) => accountId === actor.accountId)
  const { currency } = c.get('caisse')
  const formats = FORMATS.filter((format) => format === 'list' || currency === 'EUR')
  const refusal =
    toSend ??
    refusalToRelease({
      status: found.status,
      format: formats[0]!,
      currency,
      executionOn: found.executionOn,
      today: c.get('today'),
    })
  return (
    <div class="stack">
      {!mine && (
        <form method="post" action={pageHref(c, '/signer')}>
          <HiddenKey value={sent?.name === 'signer' ? sent.form.key : freshForm().key} />
          <input type="hidden" name="digest" value={found.digest.toString('hex')} />
          <Button kind={toSend === null ? 'secondary' : 'primary'} icon="edit">
            {t('batches.act.sign')}
          </Button>
        </form>
      )}
      <ActForm sent={sent} name="envoyer" action={pageHref(c, '/envoyer')}>
        <div class="form-row">
          <SelectField
            name="format"
            label={t('batches.act.format')}
            value={formats[0]!}
            options={formats.map((value) => ({ value, label: t(FORMAT_WORDS[value]) }))}
          />
          <Button kind={toSend === null ? 'primary' : 'secondary'} refusal={refusal} icon="send">
            {t('batches.act.send')}
          </Button>
        </div>
      </ActForm>
      <form method="post" action={pageHref(c, '/abandonner')}>
        <HiddenKey value={freshForm().key} />
        <Button kind="quiet" icon="close">
          {t('batches.act.cancel')}
        </Button>
      </form>
    </div>
  )
}

const FORMAT_WORDS = {
  'pain.001.001.09': 'settlements.format.pain_09',
  'pain.001.001.03': 'settlements.format.pain_03',
  list: 'settlements.format.list',
} as const satisfies Record<Format, MessageKey>

/** What whoever signs should have seen. */
function Warnings({ t, warnings }: { t: Translate; warnings: readonly Warning[] }) {
  return (
    <>
      {warnings.map((warning) =>
        warning.kind === 'account_changed' ? (
          <Notice
            key={`account ${warning.line}`}
            tone="wait"
            title={t('batches.warning.account', { nameText: warning.outletName })}
          >
            <p>
              {t('batches.warning.accountText', {
                beforeText: `${warning.before.holder}, ${iban(warning.before.iban)}`,
                afterText: `${warning.after.holder}, ${iban(warning.after.iban)}`,
              })}
            </p>
          </Notice>
        ) : warning.kind === 'payee_doubt' ? (
          <Notice
            key={`payee ${warning.line}`}
            tone="wait"
            title={t('batches.warning.payee', { nameText: warning.outletName })}
          />
        ) : (
          <Notice key="single" tone="info" title={t('batches.warning.single')} />
        ),
      )}
    </>
  )
}
