import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import { freshForm } from '../../../kit/http.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { HiddenKey } from '../../../kit/ui/form.tsx'
import { Badge, Money } from '../../../kit/ui/parts.tsx'
import { DataTable } from '../../../kit/ui/table.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Receipt } from '../../contributions/store/receipts.ts'
import { hrefIn } from './frame.tsx'

/** Receipts with what one may still do with each. `named`: with the household, where the page is not about one. */
export function ReceiptList({
  c,
  receipts,
  named = true,
  empty,
}: {
  c: Context<CaisseEnv>
  receipts: readonly Receipt[]
  named?: boolean
  empty: ComponentChildren
}) {
  const t = c.get('t')
  const what = (receipt: Receipt) =>
    named ? (
      <a href={hrefIn(c, `/cotisations/${receipt.householdId}`)}>{receipt.householdName}</a>
    ) : (
      t.day(receipt.receivedOn)
    )
  return (
    <DataTable
      dense
      caption={t('dues.receipts.caption')}
      columns={[
        { label: t(named ? 'dues.receipts.household' : 'dues.receipts.day'), heading: true, cell: what },
        {
          label: t('dues.receipts.amount'),
          numeric: true,
          key: true,
          cell: ({ cents, undoesReceiptId }) => <Money cents={undoesReceiptId ? -cents : cents} />,
        },
        ...(named ? [{ label: t('dues.receipts.day'), cell: (one: Receipt) => t.day(one.receivedOn) }] : []),
        {
          label: t('dues.list.method'),
          cell: ({ method, reference, number }) =>
            [
              t(`dues.method.${method}`),
              number && t('dues.receipts.number', { yearText: number.year, numberText: number.number }),
              reference,
            ]
              .filter(Boolean)
              .join(' · '),
        },
        {
          label: t('dues.receipts.act'),
          bare: true,
          cell: (receipt) => <ReceiptActs c={c} receipt={receipt} />,
        },
      ]}
      rows={receipts}
      keyOf={({ id }) => id}
      empty={empty}
    />
  )
}

function ReceiptActs({ c, receipt }: { c: Context<CaisseEnv>; receipt: Receipt }) {
  const t = c.get('t')
  if (receipt.undoesReceiptId) return <Badge tone="info">{t('dues.receipts.isUndoing')}</Badge>
  if (receipt.undone) return <Badge tone="info">{t('dues.receipts.undone')}</Badge>
  return (
    <span class="actions">
      {receipt.number && (
        <LinkButton kind="quiet" icon="print" href={hrefIn(c, `/recettes/${receipt.id}/recu`)}>
          {t('dues.receipts.print')}
        </LinkButton>
      )}
      {receipt.depositId ? (
        <a href={hrefIn(c, `/remises/${receipt.depositId}`)}>{t('dues.receipts.deposited')}</a>
      ) : (
        <form method="post" action={hrefIn(c, `/recettes/${receipt.id}/annuler`)}>
          <HiddenKey value={freshForm().key} />
          <Button kind="quiet" icon="undo">
            {t('dues.receipts.undo')}
          </Button>
        </form>
      )}
    </span>
  )
}
