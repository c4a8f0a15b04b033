import { Hono, type Context } from 'hono'
import { actorOf, fileAnswer, freshForm, textField } from '../../../kit/http.ts'
import { addMonths, dayAt, monthOf, type Month } from '../../../kit/month.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { Card, DefinitionList, EmptyState, Money, Notice } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { signatures, type Signature } from '../../identity/approvals.ts'
import { SignatureList } from '../../identity/signature-list.tsx'
import { approveClosing, cancelClosing, CLOSING, prepareClosing } from '../actions/closing.ts'
import { figureSections } from '../closing-paper.ts'
import { coverageOf } from '../rules/closing.ts'
import { stepsLeft } from '../rules/closing-steps.ts'
import { closingDocument, listClosings, type Closing } from '../store/closing.ts'
import { readClosing, toClose, type SeenClosing } from './closing-seen.ts'
import { StepList } from './closing-steps.tsx'
import { formAt, HOME, hrefIn, monthInPath, showing, TreasuryPage, type Sent } from './frame.tsx'

export const closings = new Hono<CaisseEnv>()

const LIST = `${HOME}/clotures`
const PATH = `${LIST}/:month{[0-9]{4}-[0-9]{2}}`

const monthHref = (c: Context<CaisseEnv>, month: Month, more = '') => hrefIn(c, `/clotures/${month}${more}`)

closings.get(LIST, showing(listPage))
closings.get(PATH, showing(closingPage))

closings.get(`${PATH}/document`, async (c) => {
  const month = monthInPath(c)
  const bytes = await read(c, async (tx) => {
    const { closing } = await readClosing(tx, { month, today: c.get('today') })
    return closing?.documentSha256 ? closingDocument(tx, closing.documentSha256) : undefined
  })
  if (!bytes) throw new Refusal('unknown_closing', {}, 404)
  return fileAnswer(bytes, 'application/pdf', `cloture-${month}.pdf`)
})

const page = { page: closingPage, home: (c: Context<CaisseEnv>) => monthHref(c, monthInPath(c)) }

formAt(closings, `${PATH}/preparer`, {
  ...page,
  act: (c, _, call) => prepareClosing(call, { month: monthInPath(c) }),
  done: page.home,
})
formAt(closings, `${PATH}/signer`, {
  ...page,
  act: (_, fields, call) =>
    approveClosing(call, { closingId: textField(fields, 'closing'), digest: textField(fields, 'digest') }),
  done: page.home,
})
formAt(closings, `${PATH}/reprendre`, {
  ...page,
  act: (_, fields, call) => cancelClosing(call, { closingId: textField(fields, 'closing') }),
  done: page.home,
})

async function listPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const today = c.get('today')
  const seen = await read(c, async (tx) => ({
    closings: (await listClosings(tx)).filter(({ status }) => status === 'closed'),
    month: await toClose(tx, today),
  }))
  const over = seen.month < monthOf(today)
  return (
    <TreasuryPage
      c={c}
      tab="/clotures"
      title={
        seen.closings[0]
          ? said(t('closing.list.last', { month: seen.closings[0].month }))
          : t('closing.list.none')
      }
      lead={t('closing.list.lead')}
      actions={
        over && (
          <LinkButton kind="primary" icon="tasks" href={monthHref(c, seen.month)}>
            {t('closing.list.open', { month: seen.month })}
          </LinkButton>
        )
      }
    >
      <DataTable
        caption={t('closing.list.closed')}
        columns={[
          {
            label: t('closing.list.month'),
            heading: true,
            cell: ({ month }) => <a href={monthHref(c, month)}>{t.month(month)}</a>,
          },
          {
            label: t('closing.list.closedAt'),
            cell: ({ closedAt }) => t.day(dayAt(closedAt!, c.get('caisse').time_zone)),
          },
          {
            label: t('closing.list.free'),
            numeric: true,
            cell: ({ figures }) => <Money cents={coverageOf(figures).freeCents} />,
          },
          {
            label: t('closing.list.document'),
            bare: true,
            cell: ({ month }) => (
              <a href={monthHref(c, month, '/document')} aria-label={t('closing.act.documentOf', { month })}>
                PDF
              </a>
            ),
          },
        ]}
        rows={seen.closings}
        keyOf={({ id }) => id}
        empty={
          <EmptyState title={t('closing.list.none')} icon="calendar">
            <p>{t('closing.list.noneText', { month: seen.month })}</p>
          </EmptyState>
        }
      />
    </TreasuryPage>
  )
}

async function closingPage(c: Context<CaisseEnv>, sent: Sent) {
  const t = c.get('t')
  const month = monthInPath(c)
  const seen = await read(c, async (tx) => {
    const found = await readClosing(tx, { month, today: c.get('today') })
    return {
      ...found,
      signed: found.closing ? await signatures(tx, { kind: CLOSING, id: found.closing.id }) : [],
    }
  })
  const { closing, figures, steps } = seen
  const closed = closing?.status === 'closed'
  return (
    <TreasuryPage
      c={c}
      tab="/clotures"
      sent={sent}
      title={closingTitle(c, seen)}
      lead={
        closed
          ? t('closing.leadClosed', { day: dayAt(closing.closedAt!, c.get('caisse').time_zone) })
          : t('closing.lead')
      }
      breadcrumb={[{ href: hrefIn(c, '/clotures'), label: t('closing.nav') }]}
      actions={
        closed && (
          <LinkButton kind="primary" icon="download" href={monthHref(c, month, '/document')}>
            {t('closing.act.document')}
          </LinkButton>
        )
      }
    >
      {closed && <Notice tone="info" title={t('closing.corrections', { month: addMonths(month, 1) })} />}
      <Card title={t(closed ? 'closing.named' : 'closing.todo')} icon="tasks">
        <StepList c={c} month={month} steps={steps} />
        {!closed && <Signing c={c} sent={sent} seen={seen} signed={seen.signed} />}
        {closed && <SignedBy c={c} signed={seen.signed} />}
      </Card>
      <div class="card-grid">
        {figureSections(t, figures).map(({ title, lines }) => (
          <Card key={title} title={title}>
            <DefinitionList
              amounts
              items={lines.map(({ label, value, strong }, i) => ({
                key: `${i}`,
                term: strong ? <strong>{label}</strong> : label,
                value,
              }))}
            />
          </Card>
        ))}
      </div>
      {closing?.documentSha256 && (
        <p class="soft small fingerprint">
          {t('kit.label', { labelText: t('closing.act.fingerprint') })} {closing.documentSha256}
        </p>
      )}
    </TreasuryPage>
  )
}

const said = (text: string): string => text.slice(0, 1).toLocaleUpperCase() + text.slice(1)

/** The page's one answer. */
export function closingTitle(c: Context<CaisseEnv>, { month, steps, closing }: SeenClosing): string {
  const t = c.get('t')
  if (closing?.status === 'closed') return said(t('closing.title.closed', { month }))
  if (month >= monthOf(c.get('today'))) return said(t('closing.title.later', { month }))
  if (closing) return said(t('closing.title.prepared', { month }))
  const count = stepsLeft(steps)
  return said(count === 0 ? t('closing.title.ready', { month }) : t('closing.title.left', { month, count }))
}

function SignedBy({ c, signed }: { c: Context<CaisseEnv>; signed: readonly Signature[] }) {
  const t = c.get('t')
  if (signed.length === 0) return null
  return <SignatureList t={t} signatures={signed} />
}

/** Prepared by one, signed by another. */
function Signing({
  c,
  sent,
  seen,
  signed,
}: {
  c: Context<CaisseEnv>
  sent: Sent
  seen: SeenClosing
  signed: readonly Signature[]
}) {
  const t = c.get('t')
  const { month, closing, toPrepare } = seen
  if (!closing)
    return (
      <form class="stack" method="post" action={monthHref(c, month, '/preparer')}>
        <HiddenKey value={sent?.form.key ?? freshForm().key} />
        <p class="soft">{t('closing.act.prepareHint')}</p>
        <Actions>
          <Button kind="primary" icon="edit" refusal={toPrepare}>
            {t('closing.act.prepare')}
          </Button>
        </Actions>
      </form>
    )
  return (
    <div class="stack">
      <SignedBy c={c} signed={signed} />
      <Second c={c} closing={closing} signed={signed} changed={toPrepare} />
      <form method="post" action={monthHref(c, month, '/reprendre')}>
        <HiddenKey value={freshForm().key} />
        <input type="hidden" name="closing" value={closing.id} />
        <Button kind="quiet" icon="undo">
          {t('closing.act.cancel')}
        </Button>
      </form>
    </div>
  )
}

function Second({
  c,
  closing,
  signed,
  changed,
}: {
  c: Context<CaisseEnv>
  closing: Closing
  signed: readonly Signature[]
  changed: Refusal | null
}) {
  const t = c.get('t')
  const actor = actorOf(c)
  const mine = actor.kind === 'account' && signed.some(({ accountId }) => accountId === actor.accountId)
  if (mine) return <p>{t('closing.act.alone')}</p>
  return (
    <form class="stack" method="post" action={monthHref(c, closing.month, '/signer')}>
      <HiddenKey value={freshForm().key} />
      <input type="hidden" name="closing" value={closing.id} />
      <input type="hidden" name="digest" value={closing.digest.toString('hex')} />
      <p class="soft">{t('closing.act.approveHint')}</p>
      <Actions>
        <Button kind="primary" icon="lock" refusal={changed}>
          {t('closing.act.approve', { month: closing.month })}
        </Button>
      </Actions>
    </form>
  )
}
