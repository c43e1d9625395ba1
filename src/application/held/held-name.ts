import { accepted, refused, type Result } from '#domain/values/result';
import { parseWords } from '#domain/values/words';

/** `12` names one document that waits, `lot-3` all that waits of a batch that the breaker held whole. */
export type HeldName = { readonly document: number } | { readonly batch: number };

const NAME = /^(lot-)?([1-9]\d{0,14})$/;

export function parseHeldName(text: string): Result<HeldName> {
  const match = NAME.exec(text.trim());
  if (match === null) {
    return refused(
      'RETENUE_ILLISIBLE',
      `« ${text.trim().slice(0, 20)} » ne désigne ni un document retenu (12) ni un lot (lot-3) : voyez held list.`,
    );
  }
  const number = Number(match[2]);
  return accepted(match[1] === undefined ? { document: number } : { batch: number });
}

/** Characters. */
const LONGEST_REASON = 500;

/** Whoever ends a wait says why: it is read again when somebody asks where a rate comes from. */
export function parseEndReason(text: string): Result<string> {
  if (text.trim() === '')
    return refused('MOTIF_ABSENT', 'Motif (--reason) : il est obligatoire ; dites pourquoi en quelques mots.');
  return parseWords(text, { name: 'Le motif', hint: 'dites pourquoi en quelques mots', most: LONGEST_REASON });
}

export const noLongerHeld = (text: string): Result<never> =>
  refused('RETENUE_INCONNUE', `« ${text.trim()} » n'est pas, ou n'est plus, retenu : voyez held list.`);
