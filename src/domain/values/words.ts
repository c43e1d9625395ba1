import { hasNirShape } from './nir';
import { accepted, refused, type Result } from './result';

export interface WordsAsked {
  /** How the sentence names the field: `Le motif`. */
  readonly name: string;
  /** What to write, after « : » in the sentence when nothing was written. */
  readonly hint: string;
  /** Characters. */
  readonly most: number;
}

/** A run of digits as people write a NIR, in groups. */
const LONG_NUMBER = /[0-9](?:[ .\u00a0\u202f-]?[0-9AB]){11,16}/gi;
/** NUL, and half of a character that came without its other half. */
const UNSTORABLE = /[\u0000\p{Surrogate}]/gu;

/** The text without what no base can hold and no address can carry. */
export const storable = (text: string): string => text.replace(UNSTORABLE, '');

const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** Whether a text holds what looks like a NIR, however it is grouped. */
export const holdsNir = (text: string): boolean => (text.match(LONG_NUMBER) ?? []).some(hasNirShape);

/**
 * What a person says in their own words, trimmed. Refused when empty, too long, or when it holds a NIR, which the
 * program never keeps.
 */
export function parseWords(text: string, { name, hint, most }: WordsAsked): Result<string> {
  const words = text.replaceAll('\r\n', '\n').replace(UNPRINTABLE, '').trim();
  if (words === '') return refused('TEXTE_ABSENT', `${name} est obligatoire : ${hint}.`);
  if (words.length > most)
    return refused('TEXTE_TROP_LONG', `${name} compte ${words.length} caractères : ${most} au plus sont gardés.`);
  if (holdsNir(words)) {
    const message = `${name} contient ce qui ressemble à un numéro de sécurité sociale : ôtez-le et nommez la personne par son matricule.`;
    return refused('NIR_INTERDIT', message);
  }
  return accepted(words);
}
