/** A copy: V8 cuts texts of 13 characters and more as windows that would keep their whole chunk of file alive. */
export const detached = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());

/** Of a text read as Latin-1: it is ASCII when UTF-8 would need no more bytes for it. */
export const isAscii = (latin1: string): boolean => Buffer.byteLength(latin1) === latin1.length;

/** The same bytes, not copied, as a Buffer. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
