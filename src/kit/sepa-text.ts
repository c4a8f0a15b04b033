/** Letters and signs that Unicode does not take apart, as people write them without. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ẞ: 'SS',
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  ı: 'i',
  '°': 'o',
  '€': 'EUR',
  '&': '+',
  _: '-',
  '‘': "'",
  '’': "'",
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
}

/** All that banks must carry (EPC217-08): letters, digits, and these signs. */
const FORBIDDEN = /[^A-Za-z0-9/?:().,'+ -]/g

/**
 * Text as every bank of the SEPA area can carry it: `Œuvre de l’été` is `OEuvre de l'ete`.
 * Other characters become spaces, no slash is first, last or doubled; cut at `max` (35, 70 or 140).
 * Empty when nothing of the text can be written.
 */
export function sepaText(text: string, max: number): string {
  const plain = text
    .replace(/./gsu, (character) => SPELLED[character] ?? character)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(FORBIDDEN, ' ')
    .replace(/ +/g, ' ')
    .replace(/\/{2,}/g, '/')
  return trimmed(trimmed(plain).slice(0, max))
}

const trimmed = (text: string): string => text.replace(/^[ /]+|[ /]+$/g, '')
