import type { MessageKey, Translate } from '../../kit/i18n/translate.ts'
import type { Block, Paper } from '../../kit/pdf/paper.ts'
import type { PersonalTable } from '../../kit/module.ts'
import type { Cell } from '../../kit/table-file.ts'
import { sayCell } from '../../kit/table-file/say.ts'
import { shownReference } from '../people/rules/payment-reference.ts'
import { languageName } from './language-name.ts'
import type { Everything } from './store/everything.ts'

export type DataWords = { t: Translate; sender: Paper['sender']; at: Date }

/** What another module keeps about the person, read. */
export type ReadTable = Omit<PersonalTable, 'rows'> & { rows: readonly (readonly Cell[])[] }

/** All that is kept, on paper, for who prefers to read it so. */
export function dataPaper(
  data: Everything,
  tables: readonly ReadTable[],
  { t, sender, at }: DataWords,
): Paper {
  const period = (one: { fromMonth: string; untilMonth: string }) =>
    t('resident.data.period', { fromMonth: one.fromMonth, untilMonth: one.untilMonth })
  const none = t('resident.contact.none')
  return {
    locale: t.locale,
    title: t('resident.data.paper'),
    sender,
    at,
    footer: t('resident.statement.footer', { instantText: t.instant(at) }),
    sheets: [
      {
        title: t('resident.data.paper'),
        subtitle: data.household.name,
        blocks: [
          {
            kind: 'facts',
            facts: [
              [t('resident.pay.reference'), shownReference(data.household.paymentReference)],
              [t('resident.statement.since'), t.day(data.household.enteredOn)],
              [t('desk.file.wave'), data.household.waveName ?? none],
              [t('desk.file.territory'), data.household.territoryName ?? none],
              [t('resident.contact.phone'), data.me.phone ?? none],
              [t('resident.contact.email'), data.me.email ?? none],
              [t('resident.data.signIn'), data.me.signIn?.email ?? none],
              [t('resident.contact.language'), languageName(data.me.language)],
              [t('purchases.me.left'), t.rights(data.rightsLeftCents)],
            ],
          },
          ...table(
            t,
            'desk.file.members',
            ['resident.data.name', 'people.export.birthMonth', 'people.export.fromOn'],
            [
              ...data.members.map((one) => [
                `${one.givenName} ${one.familyName}`.trim(),
                one.birthMonth ? t.month(one.birthMonth) : none,
                t.day(one.fromOn),
              ]),
            ],
          ),
          ...table(
            t,
            'resident.data.numbers',
            ['payments.label.number', 'resident.data.state'],
            data.numbers.map((one) => [
              one.number,
              t(
                one.blocked
                  ? 'resident.household.blocked'
                  : one.hasCode
                    ? 'desk.file.code'
                    : 'desk.file.noCode',
              ),
            ]),
          ),
          ...table(
            t,
            'resident.data.pledges',
            ['kit.figure.month', 'kit.figure.amount'],
            data.pledges.map((one) => [t.month(one.fromMonth), t.money(one.cents)]),
          ),
          ...table(
            t,
            'resident.data.agreed',
            ['kit.figure.month', 'kit.figure.amount', 'resident.data.state'],
            [
              ...data.exceptions.map((one) => [
                period(one),
                t.money(one.cents),
                t('contributions.request.agreed'),
              ]),
              ...data.requests.map((one) => [
                period(one),
                t.money(one.cents),
                t(`contributions.request.${one.status}`),
              ]),
            ],
          ),
          ...table(
            t,
            'resident.received.title',
            ['contributions.export.receivedOn', 'contributions.export.method', 'kit.figure.amount'],
            [
              ...data.receipts.map((one) => [
                t.day(one.receivedOn),
                one.undone ? t('resident.received.undoes') : t(`dues.method.${one.method}`),
                t.money(one.cents),
              ]),
              ...data.carried.map((one) => [
                t.day(one.on),
                t(one.before ? 'resident.received.before' : 'resident.received.carried'),
                t.money(one.cents),
              ]),
            ],
          ),
          ...table(
            t,
            'resident.data.dues',
            ['kit.figure.month', 'kit.figure.amount'],
            data.dues.map((one) => [t.month(one.month), t.money(one.cents - one.waivedCents)]),
          ),
          ...table(
            t,
            'resident.data.rights',
            ['resident.data.when', 'resident.data.what', 'kit.figure.amount'],
            data.rights.map((one) => [
              t.instant(one.at),
              [t(`payments.kind.${one.kind}`), one.outletName].filter(Boolean).join(', '),
              `${one.changeCents < 0 ? '−' : '+'}${t.rights(Math.abs(one.changeCents), '')}`,
            ]),
          ),
          ...table(
            t,
            'resident.data.allocations',
            ['kit.figure.month', 'kit.figure.amount'],
            data.allocations.map((one) => [t.month(one.month), t.rights(one.cents, '')]),
          ),
          ...table(
            t,
            'resident.data.messages',
            ['resident.data.when', 'resident.data.what'],
            data.messages.map((one) => [
              t.instant(one.announcedAt),
              one.subject ?? t(`messages.occasion.${one.occasion}`),
            ]),
          ),
          ...table(
            t,
            'resident.data.calls',
            ['resident.data.when', 'kit.figure.month'],
            data.calls.map((one) => [t.instant(one.madeAt), t.month(one.month)]),
          ),
          ...table(
            t,
            'resident.data.browsers',
            ['resident.data.when', 'resident.data.what'],
            data.browsers.map((one) => [t.instant(one.lastSeenAt), one.userAgent]),
          ),
          ...table(
            t,
            'resident.helpers.title',
            ['resident.data.name', 'contributions.export.until'],
            data.mandates.map((one) => [one.helperName, t.day(one.untilOn)]),
          ),
          ...table(
            t,
            'resident.data.readings',
            ['resident.data.when', 'resident.data.name'],
            data.readings.map((one) => [t.instant(one.at), one.readerName]),
          ),
          ...tables.flatMap(({ heading, columns, rows }) =>
            table(
              t,
              heading,
              columns.map((column) => column.heading),
              rows.map((row) => row.map((cell, i) => sayCell(cell, columns[i]!.kind, t))),
            ),
          ),
        ],
      },
    ],
  }
}

/** A heading and its table; a sentence where nothing is kept. */
function table(
  t: Translate,
  heading: MessageKey,
  columns: readonly MessageKey[],
  rows: readonly (readonly string[])[],
): Block[] {
  const title: Block = { kind: 'heading', heading: t(heading) }
  if (rows.length === 0) return [title, { kind: 'text', text: t('resident.data.nothing') }]
  const sides = columns.map((key, i) => ({
    label: t(key),
    ...(i === 0 && { width: 1 }),
    ...(key === 'kit.figure.amount' && { align: 'end' as const }),
  }))
  return [title, { kind: 'table', columns: sides, rows }]
}
