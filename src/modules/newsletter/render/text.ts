import { translator } from '../../../kit/i18n/translate.ts'
import { proseText } from '../../../kit/prose-blocks.ts'
import type { Item, Letter, Section } from '../rules/letter.ts'

/** The letter for whoever reads mails without HTML, or has them read aloud. */
export function letterText(
  letter: Letter,
  { reason, leaveHref }: { reason: string; leaveHref: string },
): string {
  const t = translator(letter.language)
  return [
    [letter.sender.name, t('newsletter.issue', { number: letter.number })].join(' – '),
    letter.title.toUpperCase(),
    letter.summary,
    t('newsletter.mail.onTheWeb', { hrefText: letter.href }),
    ...letter.sections.map((section) => sectionText(section)),
    '-- ',
    reason,
    t('newsletter.mail.leaveText', { hrefText: leaveHref }),
    [letter.sender.name, ...letter.sender.lines].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

const sectionText = ({ title, text, picture, items }: Section): string =>
  [
    title === '' ? '' : `${title}\n${'='.repeat(Math.min(title.length, 60))}`,
    picture === null ? '' : `[${picture.alt}]`,
    proseText(text),
    ...items.map(itemText),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

const itemText = ({ title, facts, text, link }: Item): string =>
  [
    `* ${title}`,
    ...facts.map((fact) => `  ${fact}`),
    text === '' ? '' : proseText(text).replace(/^/gm, '  '),
    link === null ? '' : `  ${link.href.startsWith('mailto:') ? link.label : `${link.label} : ${link.href}`}`,
  ]
    .filter((part) => part !== '')
    .join('\n')
