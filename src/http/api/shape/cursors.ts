import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpStatus, Injectable } from '@nestjs/common';
import { ProblemException } from '../door/problem';
import type { ApiVisit } from '../door/visit';
import { WholeField, TextField } from './fields';

const MOST_ROWS = 200;
const USUAL_ROWS = 50;
const LONGEST_CURSOR = 1000;

/** What every list may be asked: extend it with the filters of the list. */
export class PageQuery {
  @TextField({ optional: true, most: LONGEST_CURSOR, description: 'Ce que « next » de la page précédente a donné.' })
  cursor?: string;

  @WholeField({
    optional: true,
    least: 1,
    most: MOST_ROWS,
    description: `Lignes par page ; ${String(USUAL_ROWS)} sans lui.`,
  })
  limit?: number;
}

/** One part of the key that a list is ordered by. */
export type KeyPart = string | number;

interface Kinds {
  readonly string: string;
  readonly number: number;
}
type Parts<Shape extends readonly (keyof Kinds)[]> = { readonly [Index in keyof Shape]: Kinds[Shape[Index]] };

/** The page asked for: `limit` rows after the row whose key is `after`, or the first ones. */
export interface PageAsked<Shape extends readonly (keyof Kinds)[]> {
  readonly limit: number;
  /** The key of the last row of the page before; null for the first page. */
  readonly after: Parts<Shape> | null;
  /** Route and filters that a cursor is bound to. */
  readonly place: string;
}

/** One page of a list; `next` is null on the last one. The `Link` header is written from it. */
export class ListPage<Row> {
  constructor(
    readonly data: readonly Row[],
    readonly next: string | null,
  ) {}
}

/**
 * Cursors of lists: the key of the last row shown, bound to the route and its filters, and signed, so that what comes
 * back is what was given. Nothing is kept between two pages.
 */
@Injectable()
export class Cursors {
  private readonly secret: Buffer;

  /** `secret` is the program's own, the same in every process; cursors are signed by one derived from it. */
  constructor(secret: string) {
    this.secret = createHmac('sha256', secret).update('api cursors').digest();
  }

  /**
   * Reads what a list was asked; `shape` says the types of the key's parts, in order. Ask the verb for `limit + 1` rows
   * after `after`, and hand what it found to {@link page}. Throws 400 for a cursor that was not given for this list.
   */
  asked<const Shape extends readonly (keyof Kinds)[]>(
    visit: Pick<ApiVisit, 'url'>,
    { cursor, limit = USUAL_ROWS }: PageQuery,
    shape: Shape,
  ): PageAsked<Shape> {
    const place = placeOf(visit.url);
    if (cursor === undefined) return { limit, after: null, place };
    const parts = this.opened(cursor, place);
    if (parts === null || !hasShape(parts, shape)) throw unreadable();
    return { limit, after: parts, place };
  }

  /** The page of rows found, with the cursor of the next one when there is more than was asked. */
  page<Found, Row, Shape extends readonly (keyof Kinds)[]>(
    asked: PageAsked<Shape>,
    found: readonly Found[],
    keyOf: (row: Found) => Parts<Shape>,
    shown: (row: Found) => Row,
  ): ListPage<Row> {
    const rows = found.slice(0, asked.limit);
    const last = rows.at(-1);
    return this.pageFrom(asked, rows, found.length > asked.limit && last !== undefined ? keyOf(last) : null, shown);
  }

  /** The same for a verb that cuts its pages itself and says after which key the next one begins. */
  pageFrom<Found, Row, Shape extends readonly (keyof Kinds)[]>(
    { place }: PageAsked<Shape>,
    rows: readonly Found[],
    next: Parts<Shape> | null,
    shown: (row: Found) => Row,
  ): ListPage<Row> {
    return new ListPage(rows.map(shown), next === null ? null : this.closed(next, place));
  }

  /** The same of a page that its verb has cut itself: `next` is the key of its last row, null on the last page. */
  cut<Row, Shape extends readonly (keyof Kinds)[]>(
    asked: PageAsked<Shape>,
    rows: readonly Row[],
    next: Parts<Shape> | null,
  ): ListPage<Row> {
    return new ListPage(rows, next === null ? null : this.closed(next, asked.place));
  }

  private closed(parts: readonly KeyPart[], place: string): string {
    const text = JSON.stringify(parts);
    return Buffer.concat([this.seal(text, place), Buffer.from(text)]).toString('base64url');
  }

  private opened(cursor: string, place: string): readonly unknown[] | null {
    if (!/^[A-Za-z0-9_-]+$/.test(cursor)) return null;
    const bytes = Buffer.from(cursor, 'base64url');
    // Another writing of the same bytes was not given by us either.
    if (bytes.length <= SEAL_BYTES || bytes.toString('base64url') !== cursor) return null;
    const text = bytes.subarray(SEAL_BYTES).toString();
    if (!timingSafeEqual(bytes.subarray(0, SEAL_BYTES), this.seal(text, place))) return null;
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : null;
  }

  private seal(text: string, place: string): Buffer {
    return createHmac('sha256', this.secret).update(`${place}\n${text}`).digest().subarray(0, SEAL_BYTES);
  }
}

const SEAL_BYTES = 16;

/** Path and filters, in one order; how many rows a page has may change on the way. */
function placeOf(url: string): string {
  const [path = '', query = ''] = url.split('?', 2);
  const filters = new URLSearchParams(query);
  filters.delete('cursor');
  filters.delete('limit');
  filters.sort();
  return `${path}?${filters.toString()}`;
}

function hasShape<Shape extends readonly (keyof Kinds)[]>(
  parts: readonly unknown[],
  shape: Shape,
): parts is Parts<Shape> {
  return parts.length === shape.length && shape.every((kind, index) => typeof parts[index] === kind);
}

const unreadable = (): ProblemException =>
  new ProblemException({
    status: HttpStatus.BAD_REQUEST,
    code: 'CURSEUR_REFUSE',
    detail: 'Le curseur n’a pas été donné pour cette liste et ces filtres : recommencez sans lui.',
    errors: [{ parameter: 'cursor', detail: 'Reprenez « next » tel quel, avec les mêmes filtres.' }],
  });
