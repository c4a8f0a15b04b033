import type { Command } from 'commander'
import { Refusal } from '../kit/refusal.ts'
import {
  approveBatch,
  cancelBatch,
  holdLines,
  markExecuted,
  markReturned,
  prepareBatch,
  releaseBatch,
} from '../modules/settlements/actions.ts'
import { FORMATS, type Format } from '../modules/settlements/rules/batch.ts'
import { findBatchFile } from '../modules/settlements/store.ts'
import { writeFileOf } from './files.ts'
import { outletNamed } from './lieu.ts'
import { collect, day, key, oneOf, wholeNumber, wholeNumbers } from './misuse.ts'
import { batchOf, digestIn, listed, sentLines, shown } from './remboursement/batches.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'

const FORMAT_WORDS: Readonly<Record<string, Format>> = {
  liste: 'list',
  ...Object.fromEntries(FORMATS.filter((format) => format !== 'list').map((format) => [format, format])),
}

type Signing = Acting & { par: string }

export function addRemboursementCommands(program: Command, session: Session): void {
  const { t } = session
  const group = describe(program, session, 'remboursement', 'cli.command.remboursement')
  const ofCaisse = (name: string, text: Parameters<typeof describe>[3]) =>
    describe(group, session, name, text).argument('<caisse>', t('cli.argument.caisse'))
  const ofBatch = (name: string, text: Parameters<typeof describe>[3]) =>
    ofCaisse(name, text).argument('<lot>', t('cli.argument.lot'), wholeNumber)
  const signed = (command: Command) =>
    command
      .requiredOption('--par <courriel>', t('cli.option.signataire'))
      .option('--cle <UUID>', t('cli.option.cle'), key)

  const prepare = ofCaisse('preparer', 'cli.command.remboursementPreparer')
    .requiredOption('--execution <AAAA-MM-JJ>', t('cli.option.execution'), day)
    .option('--jusqu-au <AAAA-MM-JJ>', t('cli.option.jusquAu'), day)
    .option('--lieu <nom|id>', t('cli.option.lieuxSeuls'), collect, [])
  answering(session, signed(prepare), (slug: string, options: PrepareOptions) =>
    prepareOne(session, slug, options),
  )

  const show = ofCaisse('voir', 'cli.command.remboursementVoir').argument(
    '[lot]',
    t('cli.argument.lot'),
    wholeNumber,
  )
  answering(session, show, async (slug: string, number: number | undefined) => {
    const inside = await session.inside(slug)
    return number === undefined ? listed(inside) : shown(inside, await batchOf(inside, number))
  })

  const approve = ofBatch('approuver', 'cli.command.remboursementApprouver').option(
    '--empreinte <hex>',
    t('cli.option.empreinteVue'),
  )
  answering(
    session,
    signed(approve),
    async (slug: string, number: number, options: Signing & { empreinte?: string }) => {
      const inside = await session.inside(slug)
      const batch = await batchOf(inside, number)
      const digest = options.empreinte?.toLowerCase() ?? (await digestIn(inside, batch))
      await approveBatch(await inside.call(options), { batchId: batch.id, digest })
      return shown(inside, batch)
    },
  )

  const release = ofBatch('liberer', 'cli.command.remboursementLiberer').option(
    '--format <format>',
    t('cli.option.format', { wordsText: Object.keys(FORMAT_WORDS).join(', ') }),
    oneOf(FORMAT_WORDS),
  )
  answering(
    session,
    signed(release),
    async (slug: string, number: number, options: Signing & { format?: Format }) => {
      const inside = await session.inside(slug)
      const batch = await batchOf(inside, number)
      await releaseBatch(await inside.call(options), { batchId: batch.id, format: options.format })
      return shown(inside, await batchOf(inside, number))
    },
  )

  const file = ofBatch('fichier', 'cli.command.remboursementFichier').option(
    '--vers <fichier>',
    t('cli.option.vers'),
  )
  answering(session, file, (slug: string, number: number, options: { vers?: string }) =>
    writeBatchFile(session, slug, number, options.vers),
  )

  const executed = ofBatch('execute', 'cli.command.remboursementExecute')
    .option('--lignes <1,2,…>', t('cli.option.lignes'), wholeNumbers)
    .requiredOption('--le <AAAA-MM-JJ>', t('cli.option.le'), day)
  answering(
    session,
    signed(executed),
    async (slug: string, number: number, options: Signing & { lignes?: number[]; le: string }) => {
      const inside = await session.inside(slug)
      const batch = await batchOf(inside, number)
      await markExecuted(await inside.call(options), {
        batchId: batch.id,
        lines: options.lignes ?? (await sentLines(inside, batch)),
        on: options.le,
      })
      return shown(inside, await batchOf(inside, number))
    },
  )

  const returned = ofBatch('rejete', 'cli.command.remboursementRejete')
    .requiredOption('--ligne <numéro>', t('cli.option.ligne'), wholeNumber)
    .requiredOption('--le <AAAA-MM-JJ>', t('cli.option.le'), day)
    .requiredOption('--motif <texte>', t('cli.option.motif'))
  answering(
    session,
    signed(returned),
    async (slug: string, number: number, options: Signing & { ligne: number; le: string; motif: string }) => {
      const inside = await session.inside(slug)
      const batch = await batchOf(inside, number)
      await markReturned(await inside.call(options), {
        batchId: batch.id,
        lines: [options.ligne],
        on: options.le,
        reason: options.motif,
      })
      return shown(inside, await batchOf(inside, number))
    },
  )

  const held = ofBatch('retenir', 'cli.command.remboursementRetenir')
    .requiredOption('--ligne <numéro>', t('cli.option.ligne'), wholeNumber)
    .requiredOption('--motif <texte>', t('cli.option.motif'))
  answering(
    session,
    signed(held),
    async (slug: string, number: number, options: Signing & { ligne: number; motif: string }) => {
      const inside = await session.inside(slug)
      const batch = await batchOf(inside, number)
      await holdLines(await inside.call(options), {
        batchId: batch.id,
        lines: [options.ligne],
        reason: options.motif,
      })
      return shown(inside, await batchOf(inside, number))
    },
  )

  answering(
    session,
    signed(ofBatch('abandonner', 'cli.command.remboursementAbandonner')),
    async (slug: string, number: number, options: Signing) => {
      const inside = await session.inside(slug)
      const batch = await batchOf(inside, number)
      await cancelBatch(await inside.call(options), { batchId: batch.id })
      return shown(inside, await batchOf(inside, number))
    },
  )
}

type PrepareOptions = Signing & { execution: string; jusquAu?: string; lieu: string[] }

async function prepareOne(session: Session, slug: string, options: PrepareOptions): Promise<Answer> {
  const inside = await session.inside(slug)
  const outletIds = await inside.read(async (tx) => {
    const ids: string[] = []
    for (const typed of options.lieu) ids.push(await outletNamed(tx, typed))
    return ids
  })
  const { number, aside } = await prepareBatch(await inside.call(options), {
    executionOn: options.execution,
    upTo: options.jusquAu,
    outletIds: outletIds.length > 0 ? outletIds : null,
  })
  return shown(inside, await batchOf(inside, number), aside)
}

async function writeBatchFile(
  session: Session,
  slug: string,
  number: number,
  path: string | undefined,
): Promise<Answer> {
  const inside = await session.inside(slug)
  const { t } = inside
  const { id } = await batchOf(inside, number)
  const made = await inside.read((tx) => findBatchFile(tx, id))
  if (!made) throw new Refusal('batch_without_file', {}, 409)
  const { file, format, sha256 } = made
  if (path === undefined)
    return { json: { format, sha256, contenu: file.toString('utf8') }, text: file.toString('utf8') }
  await writeFileOf(session.io, path, file)
  return {
    json: { format, sha256, fichier: path },
    text: `${t('cli.said.fileWritten', { nameText: path, digestText: sha256 })}\n`,
  }
}
