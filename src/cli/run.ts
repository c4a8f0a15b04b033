import { Command, CommanderError } from 'commander'
import type { CliIo } from './io.ts'
import { addReglesCommands } from './regles.ts'

/** Runs `tablee …` and tells with which code the process ends: 1 for a refusal, 2 for a command that cannot be read. */
export async function runCli(argv: readonly string[], io: CliIo, _env: NodeJS.ProcessEnv): Promise<number> {
  let exitCode = 0
  const program = new Command('tablee').exitOverride()
  addReglesCommands(program, { ...io, exitWith: (code) => (exitCode = code) })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}
