import { createHash, hash } from 'node:crypto';
import { LOCKS, type Tx } from './database';

/** Bytes of a fact's digest kept in the entry that stands for it: enough that no hand-made change meets it by chance. */
const DIGEST_HEX = 16;

/** First eight bytes, in hexadecimal, of the SHA-256 of a fact's text. */
export const digestOf = (text: string): string => hash('sha256', text, 'hex').slice(0, DIGEST_HEX);

/** The same eight bytes as one character each, at three quarters of the price: for the digests of a whole batch. */
export const rawDigestOf = (text: string): string => hash('sha256', text, 'binary').slice(0, DIGEST_HEX / 2);

/** One act, written in the transaction of its effect. */
export interface AuditEntry {
  readonly at: string;
  /** `système : …` or `personne : …`. */
  readonly actor: string;
  /** One verb, for instance `rates.applied`. */
  readonly action: string;
  readonly siren: string | null;
  readonly siret: string | null;
  /** What, before, after, source file and line, rule: whatever the act needs to be understood alone. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Digests, eight bytes each, of the facts that the entry stands for, in order of SIRET; hexadecimal. */
  readonly covers: string | null;
}

/** Where the chain ends: kept apart from it, so that an end cut off by hand is seen. */
interface Head {
  readonly seq: number;
  readonly hash: Buffer;
}

/** What the first entry is chained to. */
export const GENESIS = Buffer.alloc(32);

/** Appends to the chain. The lock is taken last in a transaction and held to its end, as the next entry needs this one's hash. */
export async function appendEntries(tx: Tx, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.audit]);
  const [head] = await tx.query<Head>('SELECT seq, hash FROM audit_head');
  if (head === undefined) throw new Error('The head of the audit chain is missing.');
  let { seq, hash: last } = head;
  const rows = entries.map((entry) => {
    const previous = last;
    seq += 1;
    const body = JSON.stringify(entry.body);
    last = entryHash({ ...entry, seq, body, previous });
    return { ...entry, seq, body, previous: previous.toString('hex'), hash: last.toString('hex') };
  });
  await tx.query(
    `INSERT INTO audit_entry (seq, at, actor, action, siren, siret, body, covers, previous, hash)
     SELECT seq, at, actor, action, siren, siret, body, decode(covers, 'hex'), decode(previous, 'hex'), decode(hash, 'hex')
     FROM json_to_recordset($1) AS r (seq bigint, at timestamptz, actor text, action text, siren text, siret text,
       body text, covers text, previous text, hash text)`,
    [JSON.stringify(rows)],
  );
  await tx.query('UPDATE audit_head SET seq = $1, hash = $2', [seq, last]);
}

/** The chained hash of an entry: every column of the row enters it. */
export function entryHash(entry: Omit<AuditEntry, 'body'> & { seq: number; body: string; previous: Buffer }): Buffer {
  const { seq, at, actor, action, siren, siret, body, covers, previous } = entry;
  return createHash('sha256')
    .update(previous)
    .update(JSON.stringify([seq, at, actor, action, siren, siret, body, covers]))
    .digest();
}
