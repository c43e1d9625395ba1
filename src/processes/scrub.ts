/**
 * A social security number, with or without its key, in one piece or spaced as it is printed; the department may be in
 * Corsica. A SIRET has fourteen digits and stays; so do hexadecimal ids, in which anything may stand.
 */
const NIR =
  /(?<![\da-f.-])[1-478]\s?\d{2}\s?(?:0[1-9]|1[0-2]|[2-9]\d)\s?(?:\d{2}|2[AB])\s?\d{3}\s?\d{3}(?:\s?\d{2})?(?![\da-f-])/gi;
const CREDENTIALS = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s@"]+@/gi;
const COOKIES = /\b((?:set-)?cookie(?:\\?")?\s*[:=]\s*(?:\\?")?)[^"\\\n]+/gi;
const NAMED_SECRET =
  /\b((?:authorization|password|passwd|secret|token|api[_-]?key|_csrf|x-csrf-token)(?:\\?")?\s*[:=]\s*(?:\\?")?)(?:(?:Bearer|Basic)\s+)?[^\s"\\;,&}]+/gi;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** The line as it may be kept: without numbers of people, addresses of people, and what opens a door. */
export const scrubbed = (line: string): string =>
  line
    .replace(CREDENTIALS, '$1:***@')
    .replace(COOKIES, '$1***')
    .replace(NAMED_SECRET, '$1***')
    .replace(BEARER, '$1 ***')
    .replace(EMAIL, '***')
    // A bare number of a document becomes a text, or the document could not be read.
    .replace(NIR, (_nir, at: number, whole: string) => (whole.slice(at - 2, at) === '":' ? '"***"' : '***'));
