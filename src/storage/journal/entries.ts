import type { Break } from '#domain/audit/verification';
import { entryHash, GENESIS } from '../audit';
import { copyText } from '../copy';
import { isoInstant, type Tx } from '../database';
import { RowCursor, type Row } from '../row-cursor';

/** An entry that stands for facts of the ledger. */
export interface CoveringEntry {
  readonly seq: number;
  readonly at: string;
  readonly siret: string | null;
  /** The batch and the SIRETs of its decisions; null when it covers sheets only. */
  readonly chunk: { readonly batch: number; readonly from: string; readonly to: string } | null;
  /** First and last number of the sheets it recorded. */
  readonly sheets: { readonly from: number; readonly to: number } | null;
  /** How many facts, one digest each. */
  readonly facts: number;
}

export interface VerifiedChain {
  readonly entries: number;
  readonly broken: Break | null;
  /** Of the entries before the break, in order. */
  readonly covering: readonly CoveringEntry[];
}

const DIGEST_HEX = 16;

const ENTRIES = `
  SELECT lpad(seq::text, 19, '0'), at, actor, action, siren, siret, body, encode(covers, 'hex'), encode(previous, 'hex'),
         encode(hash, 'hex')
  FROM audit_entry ORDER BY seq`;

/** Reads the whole chain once, an entry at a time, and stops believing it at the first entry that does not follow. */
export async function verifyChain(tx: Tx): Promise<VerifiedChain> {
  const [head] = await tx.query<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM audit_head');
  const cursor = new RowCursor(copyText(tx, ENTRIES));
  const covering: CoveringEntry[] = [];
  let [entries, seq, last] = [0, 0, GENESIS];
  let broken: Break | null = null;
  for (;;) {
    const group = await cursor.nextGroup();
    const row = group?.[0];
    if (row === undefined) break;
    entries++;
    if (broken !== null) continue;
    broken = faultOf(row, seq, last);
    if (broken !== null) continue;
    seq++;
    last = Buffer.from(row[9] ?? '', 'hex');
    const covers = coveringOf(row, seq);
    if (covers !== null) covering.push(covers);
  }
  return { entries, covering, broken: broken ?? headFault(seq, last, head ?? null) };
}

function faultOf(row: Row, before: number, last: Buffer): Break | null {
  const [number, at, actor, action, siren = null, siret = null, body, covers = null, previous, hash] = row;
  const seq = Number(number);
  const fault = (message: string, place = seq): Break => ({
    seq: place,
    what: 'entry',
    ...(siret === null || place !== seq ? {} : { siret }),
    message,
  });
  if (seq > before + 1) {
    return fault(`L’entrée ${before + 1} manque : elle a été supprimée ou déplacée à la main.`, before + 1);
  }
  if (seq !== before + 1) return fault(`L’entrée ${seq} n’est pas à sa place : elle a été ajoutée à la main.`);
  const chained = Buffer.from(previous ?? '', 'hex');
  if (!chained.equals(last)) {
    return fault(`L’entrée ${seq} ne suit pas la précédente : elle a été déplacée ou remplacée à la main.`);
  }
  const written = { seq, at: isoInstant(at ?? ''), actor: actor ?? '', action: action ?? '', siren, siret, covers };
  const expected = entryHash({ ...written, body: body ?? '', previous: chained });
  return expected.toString('hex') === hash
    ? null
    : fault(`L’entrée ${seq} n’est plus celle qui a été écrite : elle a été changée à la main.`);
}

function headFault(seq: number, last: Buffer, head: { seq: number; hash: Buffer } | null): Break | null {
  if (head?.seq === seq && head.hash.equals(last)) return null;
  const missing = head !== null && head.seq > seq;
  const message = missing
    ? `L’entrée ${seq + 1} manque : la fin du journal a été supprimée à la main.`
    : `L’entrée ${seq} n’est pas celle par laquelle le journal finissait : elle a été ajoutée ou remplacée à la main.`;
  return { seq: missing ? seq + 1 : seq, what: 'entry', message };
}

interface CoveringBody {
  readonly batch?: number;
  readonly from?: string;
  readonly to?: string;
  readonly sheets?: { readonly from: number | null; readonly to: number | null } | null;
}

function coveringOf(row: Row, seq: number): CoveringEntry | null {
  const [, at, , action, , siret = null, body, covers = null] = row;
  if (covers === null) return null;
  // The chain has just shown that the program wrote this body.
  const { batch, from, to, sheets } = JSON.parse(body ?? '{}') as CoveringBody;
  const isChunk = action === 'feed.chunk' && batch !== undefined && from !== undefined && to !== undefined;
  return {
    seq,
    at: isoInstant(at ?? ''),
    siret,
    chunk: isChunk ? { batch, from, to } : null,
    sheets: sheets?.from == null || sheets.to == null ? null : { from: sheets.from, to: sheets.to },
    facts: covers.length / DIGEST_HEX,
  };
}

/** The digests of some entries, in hexadecimal. */
export async function digestsOf(tx: Tx, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await tx.query<{ seq: number; covers: string }>(
    `SELECT seq, encode(covers, 'hex') AS covers FROM audit_entry WHERE seq = ANY($1)`,
    [seqs],
  );
  return new Map(rows.map(({ seq, covers }) => [seq, covers]));
}
