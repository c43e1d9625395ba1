/** What people typed and what programs read goes through as it is, and so do tags; the rest is text that is read. */
const AS_IT_IS = /<(title|textarea|code|pre|script|style)\b[\s\S]*?<\/\1>|<[^">]*(?:"[^"]*"[^">]*)*>/g;

/**
 * French sentences never leave a « : » or a « » » alone at the beginning of a line: the blank before such a mark, and
 * the one after an opening quote, become no-break ones. Done once for all pages, so that sentences are written with
 * the spaces of a keyboard.
 */
export function unbroken(html: string): string {
  let done = '';
  let at = 0;
  for (const { 0: kept, index } of html.matchAll(AS_IT_IS)) {
    done += sentence(html.slice(at, index)) + kept;
    at = index + kept.length;
  }
  return done + sentence(html.slice(at));
}

const sentence = (text: string): string => text.replaceAll(/ (?=[:;?!»])/g, '\u00a0').replaceAll('« ', '«\u00a0');
