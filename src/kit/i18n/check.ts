import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import { LOCALES } from './locale.ts'
import { messagesOf } from './translate.ts'
import { frenchSource } from './typography.ts'

/** What is wrong with the catalogues, one line each; empty when every language says all that French says. */
export function findMissingKeys(): string[] {
  const [reference, ...others] = LOCALES
  const french = messagesOf(reference)
  const problems = duplicateRefusals(french)
  for (const locale of others) {
    const messages = messagesOf(locale)
    for (const [key, source] of french) {
      const translation = messages.get(key)
      if (translation === undefined) problems.push(`${locale}: ${key} is missing`)
      else if (placeholders(source) !== placeholders(translation))
        problems.push(
          `${locale}: ${key} has ${placeholders(translation) || 'no value'}, French has ${placeholders(source) || 'no value'}`,
        )
    }
    for (const key of messages.keys()) if (!french.has(key)) problems.push(`${reference}: ${key} is missing`)
  }
  return problems
}

type Elements = ReturnType<IntlMessageFormat['getAst']>

/** The kinds of ICU elements that take no value: plain text and the `#` of a plural. */
const WITHOUT_VALUE = new Set<number>([0, 7])

/** The values a message takes, in alphabetical order; a message that ICU cannot parse throws. */
function placeholders(source: string): string {
  const names = new Set<string>()
  const visit = (elements: Elements): void => {
    for (const element of elements) {
      if (WITHOUT_VALUE.has(element.type) || !('value' in element)) continue
      names.add(element.value)
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value)
    }
  }
  visit(new IntlMessageFormat(frenchSource(source), 'fr', undefined, { ignoreTag: true }).getAst())
  return [...names].sort().join(', ')
}

/** A code is looked up in every module, so that two modules must not give it two texts. */
function duplicateRefusals(messages: ReadonlyMap<string, string>): string[] {
  const owners = new Map<string, string>()
  const problems: string[] = []
  for (const key of messages.keys()) {
    const code = /\.refusal\.(.+)$/.exec(key)?.[1]
    if (code === undefined) continue
    const owner = owners.get(code)
    if (owner) problems.push(`${key} and ${owner} both tell the refusal ${code}`)
    owners.set(code, key)
  }
  return problems
}

/** Codes that the sources refuse with and that no catalogue tells. */
export function findUntoldRefusals(folder: string): string[] {
  const told = new Set([...messagesOf(LOCALES[0]).keys()].map((key) => /\.refusal\.(.+)$/.exec(key)?.[1]))
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path),
  )
  return sources.flatMap((path) =>
    [...readFileSync(join(folder, path), 'utf8').matchAll(/new Refusal\(\s*'([^']+)'/g)]
      .map(([, code]) => code!)
      .filter((code) => !told.has(code))
      .map((code) => `${path}: the refusal ${code} has no text`),
  )
}
