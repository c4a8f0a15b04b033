import type { Command } from 'commander'
import { translator } from '../kit/i18n/translate.ts'
import { calculateHouseholds, type CalculateOptions } from './regles/calculer.ts'
import type { ReglesAnswer, ReglesIo } from './regles/io.ts'
import { listPresets, showPreset } from './regles/presets.ts'

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/** `tablee regles …`: computes and explains règlements; needs no database. */
export function addReglesCommands(program: Command, io: ReglesIo): void {
  const t = translator('fr')
  const regles = program.command('regles').description(t('simulation.command.description'))

  const answer =
    (work: (json: boolean) => Promise<ReglesAnswer> | ReglesAnswer) =>
    async (json = false) => {
      const result = await work(json)
      if (result.ok) {
        io.out(json ? `${JSON.stringify(result.json)}\n` : result.text)
        return
      }
      io.err(json ? `${JSON.stringify({ erreurs: result.errors })}\n` : result.text)
      io.exitWith(1)
    }

  regles
    .command('calculer')
    .description(t('simulation.command.calculate'))
    .option('--preset <nom>', t('simulation.command.optionPreset'))
    .option('--reglement <fichier>', t('simulation.command.optionReglement'))
    .option('--foyers <fichier>', t('simulation.command.optionHouseholds'))
    .option('--mois <mois>', t('simulation.command.optionMonth'))
    .option('--reponse <clef=valeur>', t('simulation.command.optionAnswer'), collect, [])
    .option('--json', t('simulation.command.optionJson'))
    .action((options: CalculateOptions & { json?: boolean }) =>
      answer(() => calculateHouseholds(options, io))(options.json),
    )

  regles
    .command('presets')
    .description(t('simulation.command.presets'))
    .option('--json', t('simulation.command.optionJson'))
    .action((options: { json?: boolean }) => answer(() => listPresets(t))(options.json))

  regles
    .command('preset')
    .description(t('simulation.command.preset'))
    .argument('<nom>')
    .option('--json', t('simulation.command.optionJson'))
    .action((slug: string, options: { json?: boolean }) => answer(() => showPreset(slug))(options.json))
}
