import type { Command } from 'commander'
import { monthOf } from '../kit/month.ts'
import { refuse } from '../kit/refusal.ts'
import { adoptReglement, recordDecision } from '../modules/caisses/actions.ts'
import { refusalToAdopt } from '../modules/caisses/rules/adoption.ts'
import { describeReglement } from '../modules/caisses/rules/describe.ts'
import { listReglementVersions, reglementIn } from '../modules/caisses/store.ts'
import { decisionOf, decisionOptions, type DecisionOptions } from './decision.ts'
import { collect, key, month } from './misuse.ts'
import { chosenReglement } from './reglement-choice.ts'
import { answering, describe, type Acting, type Answer, type Session } from './session.ts'

export function addReglementCommands(program: Command, session: Session): void {
  const { t } = session
  const reglement = describe(program, session, 'reglement', 'cli.command.reglement')
  const adopt = describe(reglement, session, 'adopter', 'cli.command.reglementAdopter')
    .argument('<caisse>', t('cli.argument.caisse'))
    .option('--fichier <fichier>', t('cli.option.reglement'))
    .option('--preset <nom>', t('cli.option.preset'))
    .option('--reponse <clef=valeur>', t('cli.option.reponse'), collect, [])
    .requiredOption('--a-partir-de <AAAA-MM>', t('cli.option.aPartirDe'), month)
    .option('--par <courriel>', t('cli.option.par'))
    .option('--cle <UUID>', t('cli.option.cle'), key)
  answering(session, decisionOptions(adopt, t), (slug: string, options: AdoptOptions) =>
    adoptOne(session, slug, options),
  )
  const show = describe(reglement, session, 'voir', 'cli.command.reglementVoir')
    .argument('<caisse>', t('cli.argument.caisse'))
    .option('--mois <AAAA-MM>', t('cli.option.mois'), month)
  answering(session, show, (slug: string, options: { mois?: string }) => showOne(session, slug, options))
}

type AdoptOptions = DecisionOptions &
  Acting & { fichier?: string; preset?: string; reponse: string[]; aPartirDe: string }

async function adoptOne(session: Session, slug: string, options: AdoptOptions): Promise<Answer> {
  const { preset, reponse, fichier } = options
  const { content, origin } = await chosenReglement(session, {
    reponse,
    ...(preset === undefined ? {} : { preset }),
    ...(fichier === undefined ? {} : { reglement: fichier }),
  })
  const { call, read, t } = await session.inside(slug)
  const decision = decisionOf(options)
  const validFrom = options.aPartirDe
  // Before the decision is written: it stays in the register whatever becomes of the règlement.
  const versions = await read(listReglementVersions)
  refuse(refusalToAdopt({ validFrom, decidedOn: decision.decidedOn, versions }))
  const { decisionId, number } = await recordDecision(await call(options, 'decision'), decision)
  const { versionId } = await adoptReglement(await call(options, 'adopt'), {
    content,
    validFrom,
    decisionId,
    origin,
  })
  return {
    json: { version: versionId, decision: number, aPartirDe: validFrom },
    text: `${t('cli.said.adopted', { month: validFrom, numberText: number })}\n`,
  }
}

async function showOne(session: Session, slug: string, options: { mois?: string }): Promise<Answer> {
  const { caisse, read, t, today } = await session.inside(slug)
  const shown = options.mois ?? monthOf(today)
  const { id, validFrom, origin, content, decision } = await read((tx) => reglementIn(tx, shown))
  const sections = describeReglement(content).map(({ section, clauses }) => ({
    titre: t(`reglement.section.${section}`),
    phrases: clauses.map((clause) => t(clause.key, clause.params)),
  }))
  const decided = t('caisses.reglement.decidedBy', {
    numberText: decision.number,
    day: decision.decided_on,
    bodyText: decision.body,
  })
  const head = [caisse.name, t('caisses.reglement.inForce', { month: validFrom }), decided, decision.title]
  const body = sections.map(
    ({ titre, phrases }) => `\n${titre}\n${phrases.map((one) => `- ${one}\n`).join('')}`,
  )
  return {
    json: {
      version: id,
      aPartirDe: validFrom,
      origine: origin,
      decision: {
        numero: decision.number,
        date: decision.decided_on,
        instance: decision.body,
        titre: decision.title,
      },
      texte: sections,
      reglement: content,
    },
    text: `${head.join('\n')}\n${t(`caisses.reglement.origin.${origin as 'adopted'}`)}\n${body.join('')}`,
  }
}
