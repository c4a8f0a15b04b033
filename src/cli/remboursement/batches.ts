import { Refusal } from '../../kit/refusal.ts'
import { digestOf, type Aside } from '../../modules/settlements/rules/batch.ts'
import { linesIn, listBatches, type Batch, type BatchLine } from '../../modules/settlements/store.ts'
import { table } from '../regles/table.ts'
import type { Answer, Inside } from '../session.ts'

export async function batchOf({ read }: Inside, number: number): Promise<Batch> {
  const batch = (await read(listBatches)).find((one) => one.number === number)
  if (!batch) throw new Refusal('unknown_batch', {}, 404)
  return batch
}

export const digestIn = ({ read, caisse }: Inside, { id, executionOn, debtor }: Batch): Promise<string> =>
  read(async (tx) =>
    digestOf({ caisseId: caisse.id, id, executionOn, debtor, lines: await linesIn(tx, id) }).toString('hex'),
  )

export async function sentLines({ read }: Inside, { id }: Batch): Promise<number[]> {
  const sent = (await read((tx) => linesIn(tx, id))).filter(({ status }) => status === 'sent')
  if (sent.length === 0) throw new Refusal('no_line_sent', {}, 409)
  return sent.map(({ line }) => line)
}

export async function listed({ read, t }: Inside): Promise<Answer> {
  const batches = await read(listBatches)
  return {
    json: batches.map((batch) => ({
      lot: batch.number,
      id: batch.id,
      etat: batch.status,
      execution: batch.executionOn,
      totalCents: batch.totalCents,
      format: batch.format,
    })),
    text:
      batches.length === 0
        ? `${t('cli.said.noBatch')}\n`
        : table(
            batches.map((batch) => [
              String(batch.number),
              t(`settlements.batchStatus.${batch.status}`),
              t.day(batch.executionOn),
              t.money(batch.totalCents),
            ]),
            [0, 3],
          ),
  }
}

/** The lot as whoever signs it must see it: every line, and who was left aside. */
export async function shown(inside: Inside, batch: Batch, aside: readonly Aside[] = []): Promise<Answer> {
  const { read, t } = inside
  const lines = await read((tx) => linesIn(tx, batch.id))
  const digest = await digestIn(inside, batch)
  return {
    json: {
      lot: batch.number,
      id: batch.id,
      etat: batch.status,
      execution: batch.executionOn,
      totalCents: batch.totalCents,
      format: batch.format,
      sha256: batch.fileSha256,
      empreinte: digest,
      lignes: lines.map((line) => ({
        ligne: line.line,
        lieu: line.outletId,
        nom: line.outletName,
        titulaire: line.holder,
        iban: line.iban,
        montantCents: line.amountCents,
        reference: line.endToEndId,
        etat: line.status,
        depuis: line.statusOn,
        motif: line.statusReason,
      })),
      misDeCote: aside.map(({ outletId, outletName, owedCents, reason }) => ({
        lieu: outletId,
        nom: outletName,
        duCents: owedCents,
        raison: t(`settlements.aside.${reason}`),
      })),
    },
    text: [
      t('cli.said.batch', {
        numberText: batch.number,
        statusText: t(`settlements.batchStatus.${batch.status}`),
        day: batch.executionOn,
        totalCents: batch.totalCents,
      }),
      linesText(inside, lines),
      ...aside.map(({ outletName, owedCents, reason }) =>
        t('cli.said.aside', {
          nameText: outletName,
          owedCents,
          reasonText: t(`settlements.aside.${reason}`),
        }),
      ),
      t('cli.said.digest', { digestText: digest }),
      '',
    ].join('\n'),
  }
}

const linesText = ({ t }: Inside, lines: readonly BatchLine[]): string =>
  table(
    lines.map((line) => [
      String(line.line),
      line.outletName,
      line.iban,
      t.money(line.amountCents),
      t(`settlements.lineStatus.${line.status}`),
      line.statusReason,
    ]),
    [0, 3],
  ).trimEnd()
