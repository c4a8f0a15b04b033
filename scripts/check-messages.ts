// Every language says all that French says, and every refusal has its text.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findMissingKeys } from '../src/kit/i18n/check.ts'
import { messagesOf } from '../src/kit/i18n/translate.ts'
import { root } from '../src/kit/root.ts'

const codes = new Map<string, string>()
for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  if (!/\.tsx?$/.test(entry.name) || entry.name.includes('.test.')) continue
  const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
  for (const [, code] of text.matchAll(/new Refusal\(\s*'([^']+)'/g)) codes.set(code!, entry.name)
}
const texts = [...messagesOf('fr').keys()]
const problems = [
  ...findMissingKeys(),
  ...[...codes]
    .filter(([code]) => !texts.some((key) => key.endsWith(`.refusal.${code}`)))
    .map(([code, file]) => `fr: no text refusal.${code} (${file})`),
]
for (const problem of problems) console.error(problem)
console.log(`${texts.length} messages, ${codes.size} refusals`)
process.exit(problems.length === 0 ? 0 : 1)
