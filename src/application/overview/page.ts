/** Rows on one page: a national feed is never shown whole. */
export const PAGE = 50;

export interface Page<T, Next> {
  readonly rows: readonly T[];
  /** How to ask for the next page; null on the last one. */
  readonly next: Next | null;
}

/** Cuts what was read, one row more than a page, and names the row that the next page follows. */
export function pageOf<T, Next>(read: readonly T[], nextAfter: (last: T) => Next, size = PAGE): Page<T, Next> {
  const rows = read.slice(0, size);
  const last = rows.at(-1);
  return { rows, next: read.length > size && last !== undefined ? nextAfter(last) : null };
}
