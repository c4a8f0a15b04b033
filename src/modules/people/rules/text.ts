export const EMAIL = /^[^\s@<>"\p{C}]{1,64}@[^\s@<>"\p{C}]{1,120}\.[^\s@<>".\p{C}]{2,30}$/u

/** Digits as people write them; a number abroad starts with a plus. */
export const PHONE = /^\+?[\d\s.()/-]{4,30}$/

/** Accents, case and spacing aside, in any script: two spellings of one name are alike. */
export const spelledPlainly = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim()
