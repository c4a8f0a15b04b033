/**
 * French typography, so that translators type plainly.
 * On the source of a message: a typewriter apostrophe becomes ’ — which also keeps `l'{name}` from opening
 * an ICU quotation — and the space before ? ! ; : » does not break.
 */
export function frenchSource(source: string): string {
  return source
    .replace(/(?<=\p{L})'/gu, '’')
    .replace(/ (?=[?!;])/g, '\u202f')
    .replace(/ (?=»|:(?!:))/g, '\u00a0')
    .replace(/« /g, '«\u00a0')
}

/** On the finished sentence: « de avril » reads « d’avril ». */
export function frenchSentence(sentence: string): string {
  return sentence.replace(/\b([dD])e (?=(?:avril|août|octobre)\b)/g, '$1’')
}
