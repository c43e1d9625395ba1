/** An expected refusal is a value, not an exception: it carries a code for machines and one French sentence for people. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export type Result<T, E = Refusal> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: E };

export const accepted = <T>(value: T): Result<T, never> => ({ ok: true, value });

export const refused = (code: string, message: string): Result<never> => ({ ok: false, refusal: { code, message } });

/** For values the program wrote itself: a refusal there is a bug, hence an exception. */
export function trusted<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
}
