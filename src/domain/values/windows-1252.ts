/** What windows-1252 puts at 0x80–0x9F. Node's own TextDecoder('windows-1252') leaves control characters there. */
const HIGH = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const HIGH_BYTES = /[\u0080-\u009f]/g;

/** One character per byte (ISO-8859-1), so that positions in the text are positions in the bytes. */
export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Of a text read as Latin-1: it is ASCII when UTF-8 would need no more bytes for it. */
export const isAscii = (latin: string): boolean => Buffer.byteLength(latin) === latin.length;

/** What bytes read as Latin-1 say when they are windows-1252. */
export const windowsText = (latin: string): string =>
  latin.replace(HIGH_BYTES, (high) => HIGH.charAt(high.charCodeAt(0) - 0x80));

/** The byte of a UTF-16 code unit in windows-1252, null when it has none there. */
export function windowsByte(code: number): number | null {
  if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) return code;
  const high = HIGH.indexOf(String.fromCharCode(code));
  return high === -1 ? null : 0x80 + high;
}
