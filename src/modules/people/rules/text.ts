/** Nothing that cannot be stored as it is (NUL, half a surrogate pair) or shown on one line (controls). */
export const isPlainText = (text: string): boolean => !UNSTORABLE.test(text)

// oxlint-disable-next-line no-control-regex
const UNSTORABLE = /[\u0000-\u001f\u007f\ud800-\udfff]/u

export const EMAIL = /^[^\s@<>"\p{C}]{1,64}@[^\s@<>"\p{C}]{1,120}\.[^\s@<>".\p{C}]{2,30}$/u

/** Digits as people write them; a number abroad starts with a plus. */
export const PHONE = /^\+?[\d\s.()/-]{4,30}$/

/** Accents, case and spacing aside, in any script: two spellings of one name are alike. */
export const spelledPlainly = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
