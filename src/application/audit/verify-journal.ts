import { Injectable } from '@nestjs/common';
import { CoverReading, type Break, type StandingFact } from '#domain/audit/verification';
import { Database, type Tx } from '#storage/database';
import { digestsOf, verifyChain, type CoveringEntry } from '#storage/journal/entries';
import {
  siretWithoutVerdict,
  standingSheets,
  standingVerdicts,
  type RowsAsTheyStand,
} from '#storage/journal/standing-facts';

export interface JournalReport {
  readonly entries: number;
  readonly intact: boolean;
  readonly firstBroken: Break | null;
}

/** Decisions whose digests are held at once, sixteen characters each; more are read in several passes. */
const HELD_AT_ONCE = 4_000_000;
const LAST_BATCH = 9_999_999_999;

/**
 * Recomputes the chain of the journal and the digests of every fact it stands for, and names the first thing that was
 * changed, deleted, inserted or moved by hand. Streams, on one snapshot: what is being written meanwhile is not seen.
 */
@Injectable()
export class VerifyJournal {
  constructor(private readonly database: Database) {}

  async run(): Promise<JournalReport> {
    return this.database.session(async (tx) => {
      await tx.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const { entries, broken, covering } = await verifyChain(tx);
      const found = [await brokenVerdict(tx, covering), await brokenSheet(tx, covering), broken];
      await tx.query('COMMIT');
      const firstBroken = earliest(found, broken !== null);
      return { entries, intact: firstBroken === null, firstBroken };
    });
  }
}

/** Where the chain is broken, what later entries covered is not known: then only what an earlier entry names counts. */
function earliest(found: readonly (Break | null)[], chainIsBroken: boolean): Break | null {
  const placeOf = ({ seq }: Break): number => seq ?? Infinity;
  return found
    .filter((one): one is Break => one !== null && (one.seq !== null || !chainIsBroken))
    .reduce<Break | null>((first, one) => (first === null || placeOf(one) < placeOf(first) ? one : first), null);
}

type ChunkEntry = CoveringEntry & { readonly chunk: NonNullable<CoveringEntry['chunk']> };

async function brokenVerdict(tx: Tx, covering: readonly CoveringEntry[]): Promise<Break | null> {
  const chunks = covering.filter((entry): entry is ChunkEntry => entry.chunk !== null);
  chunks.sort((a, b) => a.chunk.batch - b.chunk.batch || a.seq - b.seq);
  const found: (Break | null)[] = [];
  let first = -LAST_BATCH;
  for (const [index, group] of inGroups(chunks).entries()) {
    const isLast = index === inGroups(chunks).length - 1;
    const last = isLast ? LAST_BATCH : (group.at(-1)?.chunk.batch ?? 0);
    found.push(await brokenVerdictBetween(tx, group, first, last));
    first = last + 1;
  }
  return earliest(found, false);
}

/** Chunks sorted by batch, cut between batches; one group even when there is none, so that stray rows are seen. */
function inGroups(chunks: readonly ChunkEntry[]): readonly (readonly ChunkEntry[])[] {
  const groups: ChunkEntry[][] = [[]];
  let held = 0;
  for (const [index, entry] of chunks.entries()) {
    if (held > HELD_AT_ONCE && chunks[index - 1]?.chunk.batch !== entry.chunk.batch) {
      groups.push([]);
      held = 0;
    }
    groups.at(-1)?.push(entry);
    held += entry.facts;
  }
  return groups;
}

async function brokenVerdictBetween(
  tx: Tx,
  chunks: readonly ChunkEntry[],
  first: number,
  last: number,
): Promise<Break | null> {
  const digests = await digestsOf(
    tx,
    chunks.map(({ seq }) => seq),
  );
  const bySeq = new Map(chunks.map((entry) => [entry.seq, entry]));
  const instants = new Map(chunks.map(({ chunk, at }) => [chunk.batch, at]));
  const readings = new Map<number, CoverReading>();
  for (const batch of instants.keys()) {
    const own = chunks.filter(({ chunk }) => chunk.batch === batch);
    const covers = own.map(({ seq, chunk: { from, to } }) => ({ seq, from, to, digests: digests.get(seq) ?? '' }));
    readings.set(batch, new CoverReading('verdict', covers));
  }
  const strays = new CoverReading('verdict', []);
  for await (const rows of standingVerdicts(tx, first, last)) {
    (readings.get(rows.batch) ?? strays).take(factOf(rows, instants.get(rows.batch)));
  }
  const found = earliest(
    [...readings.values(), strays].map((reading) => reading.finish()),
    false,
  );
  if (found?.seq == null || found.siret !== undefined) return found;
  const entry = bySeq.get(found.seq);
  const siret = entry === undefined ? null : await siretWithoutVerdict(tx, entry.chunk.batch, entry.sheets);
  return siret === null ? found : { ...found, siret };
}

async function brokenSheet(tx: Tx, covering: readonly CoveringEntry[]): Promise<Break | null> {
  const entries = covering
    .flatMap((entry) => (entry.sheets === null ? [] : [{ ...entry, sheets: entry.sheets }]))
    .sort((a, b) => a.sheets.from - b.sheets.from);
  const digests = await digestsOf(
    tx,
    entries.filter(({ chunk }) => chunk === null).map(({ seq }) => seq),
  );
  const found: (Break | null)[] = [];
  const strays = new CoverReading('sheet', []);
  let index = 0;
  let reading = sheetsOf(entries[0], digests);
  const close = (): void => {
    found.push(withSiret(reading.finish(), entries[index]));
    reading = sheetsOf(entries[++index], digests);
  };
  for await (const rows of standingSheets(tx)) {
    while (index < entries.length && (entries[index]?.sheets.to ?? 0) < rows.sheet) close();
    const entry = entries[index];
    if (entry !== undefined && entry.sheets.from <= rows.sheet) reading.take(factOf(rows, entry.at));
    else strays.take(factOf(rows));
  }
  while (index < entries.length) close();
  return earliest([...found, strays.finish()], false);
}

/** Sheets are numbered in the order of their SIRETs. A chunk covers its own with its verdicts: one that stands alone was added. */
function sheetsOf(entry: CoveringEntry | undefined, digests: ReadonlyMap<number, string>): CoverReading {
  if (entry === undefined) return new CoverReading('sheet', []);
  const cover = { seq: entry.seq, from: '', to: '\uffff', digests: digests.get(entry.seq) ?? '' };
  return new CoverReading('sheet', [cover]);
}

/** An act on one establishment tells whose sheet is missing. */
function withSiret(found: Break | null, entry: CoveringEntry | undefined): Break | null {
  if (found === null || found.siret !== undefined || entry?.siret == null) return found;
  return { ...found, siret: entry.siret };
}

/** In place of the digest of a fact that cannot be what was written, whatever its text. */
const NO_DIGEST = '-';

/** What stands beside the digest, the instant and the company, is held against what the entry implies. */
function factOf({ siret, digest, name, recordedAt, companyAgrees }: RowsAsTheyStand, at?: string): StandingFact {
  const agrees = companyAgrees && recordedAt.every((instant) => instant === at);
  return { siret, name, digest: agrees ? digest : NO_DIGEST };
}
