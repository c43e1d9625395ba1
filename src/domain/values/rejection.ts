import type { Refusal } from './result';

/** A line that is left out of what its document brings; the others are taken in all the same. */
export interface LineRejection extends Refusal {
  /** Counts from 1, header included; the row's own number when a line cannot be told. */
  readonly line: number;
}

/** The same as reports list it, under the name of its file. */
export interface FileRejection extends Refusal {
  readonly file: string;
  /** Null when the file as a whole is refused. */
  readonly line: number | null;
}
