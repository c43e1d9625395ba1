import { hasNirShape } from '../values/nir';

/** How a document of rates arrives by itself: by the API, in a watched folder, as a return fetched from a portal. */
export type DepositOrigin = 'API' | 'FOLDER' | 'CRM';

/** What the row says of a deposit; bytes are kept until one of the last two. */
export type DepositState = 'RECEIVED' | 'IN_PROGRESS' | 'TAKEN' | 'REFUSED';

/** What people are told of it. */
export type DepositStatus = 'RECEIVED' | 'IN_PROGRESS' | 'DONE' | 'PARTIAL' | 'REFUSED';

/** A deposit that was taken in is partial when something of it was left out: a line, a document, a part set aside. */
export function depositStatus(state: DepositState, leftOut: number): DepositStatus {
  if (state !== 'TAKEN') return state;
  return leftOut === 0 ? 'DONE' : 'PARTIAL';
}

const LONGEST_NAME = 200;

/** The name as it may be shown, stored and told: without folders or control characters, and never with a NIR in it. */
export function depositName(given: string): string {
  const last = given.replaceAll('\\', '/').split('/').at(-1) ?? '';
  const plain = last.replace(/[\p{Cc}\p{Cf}!«»]/gu, '_').trim();
  const name = plain.slice(-LONGEST_NAME);
  return name === '' || name === '.' || name === '..' || hasNirShape(name) ? 'document' : name;
}
