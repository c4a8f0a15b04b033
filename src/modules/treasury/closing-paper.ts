import type { CaisseTx } from '../../db/db.ts'
import type { Translate } from '../../kit/i18n/translate.ts'
import type { Cents } from '../../kit/money.ts'
import { firstDay, lastDay } from '../../kit/month.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import { paperWords, senderOf } from '../caisses/letterhead.ts'
import { getCaisse } from '../caisses/store.ts'
import type { Signature } from '../identity/approvals.ts'
import { bankGap, cashGap, coverageOf, gapsOf, type ClosingFigures } from './rules/closing.ts'
import { sayGap } from './say-gap.ts'
import type { Closing } from './store/closing.ts'
import { differences, type Difference } from './store/counts.ts'

/** The paper of a closed month: its figures, what stays open, and who signed. */
export async function closingPaper(
  tx: CaisseTx,
  closing: Closing,
  signed: readonly Signature[],
  now: Date,
): Promise<Paper> {
  const caisse = await getCaisse(tx, tx.caisseId)
  const t = paperWords(caisse)
  const { month, figures, digest } = closing
  const explained = await differences(tx, { from: firstDay(month), to: lastDay(month) })
  const title = `${t('closing.paper.title')} – ${t.month(month)}`
  return {
    locale: 'fr',
    title,
    sender: await senderOf(tx, caisse),
    footer: t('closing.paper.footer', { nameText: caisse.name, month }),
    at: now,
    sheets: [
      {
        title,
        blocks: [
          ...blocksOf(t, figures),
          ...explainedBlocks(t, explained),
          { kind: 'heading', heading: t('closing.paper.named') },
          namedBlock(t, figures),
          { kind: 'heading', heading: t('closing.paper.signatures') },
          {
            kind: 'signatures',
            signatures: signed.map(({ name, at }) => ({
              label: t('closing.paper.signedBy'),
              name,
              detail: t.instant(at),
            })),
          },
          { kind: 'fine', fine: `${t('closing.paper.fingerprint')}\n${digest.toString('hex')}` },
        ],
      },
    ],
  }
}

function namedBlock(t: Translate, figures: ClosingFigures): Block {
  const gaps = gapsOf(figures)
  return gaps.length === 0
    ? { kind: 'text', text: t('closing.paper.nothing') }
    : { kind: 'list', list: gaps.map((gap) => sayGap(t, gap)) }
}

function explainedBlocks(t: Translate, explained: readonly Difference[]): Block[] {
  if (explained.length === 0) return []
  return [
    { kind: 'heading', heading: t('closing.figures.explained') },
    {
      kind: 'table',
      columns: [
        { label: t('closing.figures.explainedOn') },
        { label: t('closing.figures.explainedPlace') },
        { label: t('closing.figures.explainedWhy'), width: 1 },
        { label: t('closing.figures.amount'), align: 'end' },
      ],
      rows: explained.map(({ on, place, reason, words, cents }) => [
        t.day(on),
        t(`treasury.place.${place}`),
        [t(`treasury.difference.${reason}`), words].filter(Boolean).join(' – '),
        signedMoney(t, cents),
      ]),
    },
  ]
}

const signedMoney = (t: Translate, cents: Cents): string =>
  cents < 0 ? `\u2212${t.money(-cents)}` : t.money(cents)

export type FigureLine = { label: string; value: string; strong?: boolean }
export type FigureSection = { title: string; lines: FigureLine[] }

/** The figures as people read them: the page and the paper say the same. */
export function figureSections(t: Translate, figures: ClosingFigures): FigureSection[] {
  const { month, dues, income, rights, claims, transfers, bank, cash } = figures
  const euros = (label: string, cents: Cents, strong = false): FigureLine => ({
    label,
    value: signedMoney(t, cents),
    strong,
  })
  const units = (label: string, cents: Cents, strong = false): FigureLine => ({
    label,
    value: t.rights(cents),
    strong,
  })
  /** Said only where there is something to say. */
  const some = (line: FigureLine, cents: Cents): FigureLine[] => (cents === 0 ? [] : [line])
  const { availableCents, promisedCents, freeCents } = coverageOf(figures)
  return [
    {
      title: t('closing.figures.dues', { month }),
      lines: [
        euros(t('closing.figures.expected'), dues.expectedCents),
        euros(t('closing.figures.waived'), dues.waivedCents),
        euros(t('closing.figures.received'), dues.receivedCents),
        euros(t('closing.figures.missing'), dues.missingCents, true),
        ...some(
          {
            label: t('closing.figures.thirdParty'),
            value: t('closing.figures.thirdPartyValue', {
              receivedCents: dues.thirdPartyReceivedCents,
              expectedCents: dues.thirdPartyExpectedCents,
            }),
          },
          dues.thirdPartyExpectedCents,
        ),
      ],
    },
    {
      title: t('closing.figures.income'),
      lines: [
        euros(t('closing.figures.cash'), income.cashCents),
        euros(t('closing.figures.cheque'), income.chequeCents),
        euros(t('closing.figures.transfer'), income.transferCents),
        ...some(euros(t('closing.figures.card'), income.cardCents), income.cardCents),
        ...some(euros(t('closing.figures.partners'), income.thirdPartyCents), income.thirdPartyCents),
        euros(t('closing.figures.grants'), income.grantsCents),
        ...some(euros(t('closing.figures.differences'), income.differencesCents), income.differencesCents),
      ],
    },
    {
      title: t('closing.figures.rights'),
      lines: [
        units(t('closing.figures.opening'), rights.openingCents),
        units(t('closing.figures.issued'), rights.issuedCents),
        units(t('closing.figures.spent'), rights.spentCents),
        ...some(units(t('closing.figures.refunded'), rights.refundedCents), rights.refundedCents),
        units(t('closing.figures.expired'), rights.expiredCents),
        ...some(units(t('closing.figures.returned'), rights.returnedCents), rights.returnedCents),
        units(t('closing.figures.carried'), rights.carriedCents, true),
      ],
    },
    {
      title: t('closing.figures.claims'),
      lines: [
        euros(t('closing.figures.opening'), claims.openingCents),
        euros(t('closing.figures.accepted'), claims.acceptedCents),
        ...some(euros(t('closing.figures.refundedByOutlets'), claims.refundedCents), claims.refundedCents),
        euros(t('closing.figures.sent'), claims.sentCents),
        ...some(euros(t('closing.figures.cameBack'), claims.cameBackCents), claims.cameBackCents),
        euros(t('closing.figures.owed'), claims.closingCents, true),
        ...transfers.returned.map(({ on, outletName, amountCents }) =>
          euros(t('closing.figures.returnedLine', { day: on, nameText: outletName }), amountCents),
        ),
      ],
    },
    {
      title: t('closing.figures.bank', { day: lastDay(month) }),
      lines: [
        euros(t('closing.figures.ledger'), bank.ledgerCents),
        ...some(euros(t('closing.figures.others'), bank.othersCents), bank.othersCents),
        bank.readCents === null
          ? { label: t('closing.figures.typed'), value: t('closing.figures.notTyped') }
          : euros(t('closing.figures.typed'), bank.readCents),
        ...gapLine(t, bankGap(bank)),
      ],
    },
    {
      title: t('closing.figures.cashBox'),
      lines: cash.counted
        ? [
            euros(t('closing.figures.ledgerOn'), cash.counted.ledgerCents),
            euros(t('closing.figures.counted', { day: cash.counted.on }), cash.counted.totalCents),
            ...gapLine(t, cashGap(cash)),
          ]
        : [
            euros(t('closing.figures.ledger'), cash.ledgerCents),
            ...(cash.moved || cash.ledgerCents !== 0
              ? [{ label: t('closing.figures.cashBox'), value: t('closing.figures.notCounted') }]
              : []),
          ],
    },
    {
      title: t('closing.figures.coverage'),
      lines: [
        euros(t('closing.figures.held'), availableCents),
        ...some(euros(t('closing.figures.heldCash'), cash.ledgerCents), cash.ledgerCents),
        ...some(
          euros(t('closing.figures.heldCheques'), figures.cheques.ledgerCents),
          figures.cheques.ledgerCents,
        ),
        ...some(euros(t('closing.figures.inFlight'), transfers.inFlightCents), transfers.inFlightCents),
        euros(t('closing.figures.promised'), promisedCents),
        freeCents < 0
          ? euros(t('closing.figures.lacking'), -freeCents, true)
          : euros(t('closing.figures.free'), freeCents, true),
      ],
    },
  ]
}

function gapLine(t: Translate, gap: Cents | null): FigureLine[] {
  if (gap === null) return []
  const value = gap === 0 ? t('closing.figures.noGap') : signedMoney(t, gap)
  return [{ label: t('closing.figures.gap'), value, strong: true }]
}

function blocksOf(t: Translate, figures: ClosingFigures): Block[] {
  return figureSections(t, figures).flatMap(({ title, lines }): Block[] => [
    { kind: 'heading', heading: title },
    { kind: 'amounts', amounts: lines.map(({ label, value }) => [label, value] as const) },
  ])
}
