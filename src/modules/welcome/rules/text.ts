import type { MessageKey, Translate } from '../../../kit/i18n/translate.ts'
import { Refusal } from '../../../kit/refusal.ts'
import type { MessageDetails, Occasion } from '../../people/store/messages.ts'

/** What a text may name, in the words of those who write it. The same in every language. */
export const VARIABLES = [
  'prenom',
  'caisse',
  'lien',
  'jour',
  'dernier_achat',
  'mois',
  'montant',
  'droits',
  'reference',
  'changement',
] as const
export type Variable = (typeof VARIABLES)[number]

const EVERYWHERE: readonly Variable[] = ['prenom', 'caisse', 'lien']

const OWN: Record<Occasion, readonly Variable[]> = {
  welcome: ['jour', 'reference'],
  due_soon: ['mois', 'montant', 'reference'],
  received: ['jour', 'montant'],
  allocation: ['mois', 'droits'],
  late: ['mois', 'montant', 'reference'],
  change: ['changement'],
  leaving: ['jour', 'dernier_achat'],
}

/** Read on a locked screen by whoever passes: names and days, no amount, nothing that happened. */
const IN_SUBJECT: readonly Variable[] = ['prenom', 'caisse', 'mois', 'jour', 'dernier_achat']

export const variablesOf = (occasion: Occasion): readonly Variable[] => [...EVERYWHERE, ...OWN[occasion]]

export const subjectVariablesOf = (occasion: Occasion): readonly Variable[] =>
  variablesOf(occasion).filter((name) => IN_SUBJECT.includes(name))

export type MessageText = { subject: string; body: string }

const NAMED = /\{([^{}]*)\}/g

const AMOUNT = /\d[\d\s]*(?:[.,]\d{2})?\s?(?:€|EUR|CHF|euro)/i

/** Whether a text can be sent on that occasion: everything it names is known, and no amount stands in the subject. */
export function refusalToText(occasion: Occasion, { subject, body }: MessageText): Refusal | null {
  if (AMOUNT.test(subject)) return new Refusal('amount_in_subject')
  for (const [text, known] of [
    [subject, subjectVariablesOf(occasion)],
    [body, variablesOf(occasion)],
  ] as const) {
    const named = [...text.matchAll(NAMED)].map(([, name]) => name!)
    const unknown = named.find((name) => !known.some((each) => each === name))
    if (unknown !== undefined)
      return new Refusal(text === subject ? 'variable_not_in_subject' : 'unknown_variable', {
        nameText: `{${unknown}}`,
        listText: known.map((name) => `{${name}}`).join(' '),
      })
    if (/[{}]/.test(text.replace(NAMED, ''))) return new Refusal('open_brace')
  }
  return null
}

export type Recipient = { givenName: string; reference: string }
export type Sender = { caisseName: string; link: string }

/** What each variable says to this person. */
export function valuesFor(
  t: Translate,
  { givenName, reference }: Recipient,
  { caisseName, link }: Sender,
  details: MessageDetails,
): Record<Variable, string> {
  const { day, rightsUntil = day, month, cents, rightsCents } = details
  return {
    prenom: givenName,
    caisse: caisseName,
    lien: link,
    jour: day ? t.day(day) : '',
    dernier_achat: rightsUntil ? t.day(rightsUntil) : '',
    mois: month ? t.month(month) : '',
    montant: cents === undefined ? '' : t.money(cents),
    droits: rightsCents === undefined ? '' : t.rights(rightsCents),
    reference,
    changement: sayChange(t, details),
  }
}

function sayChange(t: Translate, { correction, changeText = '', day, cents = 0 }: MessageDetails): string {
  if (!correction) return changeText
  return t(`messages.correction.${correction}`, { dayText: day ? t.day(day) : '', cents })
}

/** Values are put in as they are: nothing in them is read as a variable again. */
export const fillIn = ({ subject, body }: MessageText, values: Record<Variable, string>): MessageText => {
  const fill = (text: string) =>
    text.replace(NAMED, (whole, name: string) => values[name as Variable] ?? whole)
  return { subject: fill(subject).replace(/\s+/g, ' ').trim(), body: fill(body) }
}

/** Our own words, with their variables to be seen and changed. */
export function defaultText(t: Translate, occasion: Occasion): MessageText {
  const named = Object.fromEntries(VARIABLES.map((name) => [`${name}Text`, `{${name}}`]))
  const say = (part: 'subject' | 'body') => t(`messages.text.${occasion}.${part}` as MessageKey, named)
  return { subject: say('subject'), body: say('body') }
}
