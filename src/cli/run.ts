import { Command, CommanderError } from 'commander'
import { translator } from '../kit/i18n/translate.ts'
import { addAccesCommands } from './acces.ts'
import { addCaisseCommands } from './caisse.ts'
import { addCompteCommands } from './compte.ts'
import { addCotisationsCommands } from './cotisations.ts'
import { addDecisionCommands } from './decision.ts'
import { addExporterCommand } from './exporter.ts'
import { failureOf } from './failure.ts'
import { addFoyersCommands } from './foyers.ts'
import { speakFrench } from './french.ts'
import type { CliIo } from './io.ts'
import { addLieuCommands } from './lieu.ts'
import { addMoisCommands } from './mois.ts'
import { addReglementCommands } from './reglement.ts'
import { addReglesCommands } from './regles.ts'
import { addRemboursementCommands } from './remboursement.ts'
import { addSauvegardeCommands } from './sauvegarde.ts'
import { openSession, type CliEnvironment } from './session.ts'
import { addTresorerieCommands } from './tresorerie.ts'
import { addVerifierCommand } from './verifier.ts'

/**
 * Runs `tablee …` and tells with which code the process ends: 1 for a refusal, 2 for a command that cannot be
 * read, 3 for a bug. With `--json` what went wrong is JSON on standard error, too.
 */
export async function runCli(argv: readonly string[], io: CliIo, env: CliEnvironment): Promise<number> {
  let exitCode = 0
  const exitWith = (code: number) => void (exitCode = code)
  const json = argv.includes('--json')
  const session = openSession(io, env)
  const t = translator('fr')
  const program = new Command('tablee').description(t('cli.help.program')).exitOverride()
  program.configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => {} })
  speakFrench(program, t)
  addReglesCommands(program, { ...io, exitWith })
  addCaisseCommands(program, session)
  addCompteCommands(program, session)
  addAccesCommands(program, session)
  addDecisionCommands(program, session)
  addReglementCommands(program, session)
  addFoyersCommands(program, session)
  addCotisationsCommands(program, session)
  addLieuCommands(program, session)
  addMoisCommands(program, session)
  addRemboursementCommands(program, session)
  addTresorerieCommands(program, session)
  addVerifierCommand(program, session, exitWith)
  addExporterCommand(program, session)
  addSauvegardeCommands(program, session)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    // Help: asked for, or shown because a command that only holds others was typed alone.
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    if (error instanceof CommanderError && error.code === 'commander.help' && !json) return 2
    const { problems, exitCode: code, trace } = failureOf(error, session.t)
    if (json) io.err(`${JSON.stringify({ erreurs: problems })}\n`)
    else io.err(problems.map(({ message }) => `${message}\n`).join(''))
    if (trace) io.err(`${trace}\n`)
    return code
  } finally {
    await session.close()
  }
}
