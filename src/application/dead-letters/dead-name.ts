import { accepted, refused, type Result } from '#domain/values/result';

/** `travail-12` is a duty that keeps failing, `lot-3` a batch with chunks that could not be applied. */
export type DeadName = { readonly letter: number } | { readonly batch: number };

const NAME = /^(travail|lot)-([1-9]\d{0,14})$/;

export const letterName = (id: number): string => `travail-${id}`;
export const batchName = (id: number): string => `lot-${id}`;

export function parseDeadName(text: string): Result<DeadName> {
  const [, kind, digits] = NAME.exec(text) ?? [];
  const number = Number(digits);
  if (kind === 'travail') return accepted({ letter: number });
  if (kind === 'lot') return accepted({ batch: number });
  return refused(
    'TRAVAIL_ILLISIBLE',
    `« ${text} » n'est pas un travail en échec : donnez travail-12 ou lot-3, comme la liste les nomme.`,
  );
}
