import { windowsByte, windowsText } from '#domain/values/windows-1252';
import { hasNirShape } from '../values/nir';

const QUESTION_MARK = 0x3f;
const PLAIN = /^[ -~]*$/;
const BEYOND_ASCII = /[\u0080-\u00ff]/;

/** ISO-8859-1 read as windows-1252, or UTF-8 when the file began with its BOM. The result does not hold the chunk in memory. */
export function decodeText(bytes: Buffer, from: number, to: number, utf8: boolean): string {
  const latin = bytes.toString('latin1', from, to);
  if (!BEYOND_ASCII.test(latin)) return latin;
  if (utf8) return bytes.toString('utf8', from, to);
  return windowsText(latin);
}

/** A windows-1252 byte per character; what has none becomes `?`. */
export function encodeText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = windowsByte(text.charCodeAt(i)) ?? QUESTION_MARK;
  return bytes;
}

/** The text as a DSN value can carry it: one line, windows-1252; letters that are not in it lose their accents or become `?`. */
export function dsnText(text: string): string {
  if (PLAIN.test(text)) return text;
  let carried = '';
  for (const character of text.normalize('NFC').replace(/\p{Cc}+/gu, ' ')) {
    carried +=
      character.length === 1 && windowsByte(character.charCodeAt(0)) !== null ? character : bareLetter(character);
  }
  return carried;
}

function bareLetter(character: string): string {
  const bare = character.normalize('NFD').charAt(0);
  return windowsByte(bare.charCodeAt(0)) === null ? '?' : bare;
}

const NIR_LENGTH = 13;

/** A value as a message may show it: short, and never what has the shape of a NIR. */
export const shown = (text: string): string => (hasNirShape(text) ? '(masqué)' : `« ${text.trim().slice(0, 20)} »`);

/** 32 bits (FNV-1a) that tell whether two values are the same without keeping either. */
export function fingerprint(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return hash >>> 0;
}

/** True when the text repeats a value known by its fingerprint only: the NIR, with or without its key, or the NTT. */
export function repeats(text: string, secrets: readonly number[]): boolean {
  const bytes = encodeText(text.replace(/\s+/g, ''));
  return (
    secrets.includes(fingerprint(bytes)) || secrets.includes(fingerprint(bytes, 0, Math.min(NIR_LENGTH, bytes.length)))
  );
}
