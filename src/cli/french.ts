import type { Command, CommanderError } from 'commander'
import type { MessageKey, Translate } from '../kit/i18n/translate.ts'

/** Commander speaks English: its help is put into French here, its errors in `sayMisuse`. */
export function speakFrench(program: Command, t: Translate): void {
  const titles: Record<string, string> = {
    'Usage:': t('cli.help.usage'),
    'Arguments:': t('cli.help.arguments'),
    'Options:': t('cli.help.options'),
    'Commands:': t('cli.help.commands'),
  }
  program
    .helpOption('-h, --help', t('cli.help.option'))
    .helpCommand('aide [commande]', t('cli.help.command'))
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      styleUsage: (usage) => usage.replace('[command]', '[commande]'),
      // Commander would add its English « (default: …) ».
      optionDescription: (option) => option.description,
    })
}

const MISUSES = {
  'commander.missingArgument': 'missing_argument',
  'commander.optionMissingArgument': 'option_value',
  'commander.missingMandatoryOptionValue': 'missing_option',
  'commander.unknownOption': 'unknown_option',
  'commander.excessArguments': 'too_many',
  'commander.unknownCommand': 'unknown_command',
} as const

/** A command that cannot be read, told by what Commander quotes. */
export function sayMisuse(
  { code, message }: CommanderError,
  t: Translate,
): { code: string; message: string } {
  const told = Object.hasOwn(MISUSES, code) ? MISUSES[code as keyof typeof MISUSES] : 'unreadable'
  const key: MessageKey = `cli.misuse.${told}`
  const nameText = /'([^']*)'/.exec(message)?.[1] ?? ''
  const near = /\(Did you mean (?:one of )?(.*)\?\)/.exec(message)?.[1]
  const sentence = t(key, { nameText })
  return {
    code: told,
    message: near ? `${sentence} ${t('cli.misuse.near', { namesText: near })}` : sentence,
  }
}
