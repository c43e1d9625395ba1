import type { VerdictKind } from '#domain/reconciliation/verdict';

const DIGEST_BYTES = 8;
const FIRST_ROOM = 1 << 17;

/** A decision as the audit entry of its chunk counts it. */
export interface SummedDecision {
  readonly siret: string;
  readonly feed: number;
  readonly rule: string;
  readonly verdict: VerdictKind;
  /** Eight bytes, one character each. */
  readonly digest: string;
}

/** What the one audit entry of a chunk says: rule counts for people, a digest per establishment for the verification. */
export interface SummarizedChunk {
  readonly establishments: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly feeds: readonly number[];
  readonly sheets: { readonly from: number | null; readonly to: number | null };
  readonly rules: readonly { readonly rule: string; readonly verdict: VerdictKind; readonly establishments: number }[];
  /** Digests in order of SIRET and feed, in hexadecimal. */
  readonly covers: string;
}

/** Sums a chunk up while it is planned, in order of SIRET: asked of the plan later, the database would sort it again. */
export class ChunkSummary {
  private readonly feeds = new Set<number>();
  private readonly rules = new Map<string, Map<VerdictKind, number>>();
  // Bytes, not text: a rope of ten thousand digests would outlive the collector's young generation.
  private covers = Buffer.allocUnsafe(FIRST_ROOM);
  private covered = 0;
  private establishments = 0;
  private from: string | null = null;
  private to: string | null = null;
  private sheets: { from: number | null; to: number | null } = { from: null, to: null };

  /** The decisions on one establishment; documents come in order of calculation, the entry covers them in order of feed. */
  add(decisions: readonly SummedDecision[]): void {
    const inOrder = decisions.length < 2 ? decisions : decisions.toSorted((a, b) => a.feed - b.feed);
    for (const { siret, feed, rule, verdict, digest } of inOrder) {
      this.establishments++;
      this.from ??= siret;
      this.to = siret;
      this.feeds.add(feed);
      this.count(rule, verdict);
      this.cover(digest);
    }
  }

  addSheet(sheet: number): void {
    this.sheets.from ??= sheet;
    this.sheets.to = sheet;
  }

  sum(): SummarizedChunk {
    const { establishments, from, to, sheets } = this;
    const rules = [...this.rules].flatMap(([rule, verdicts]) =>
      [...verdicts].map(([verdict, count]) => ({ rule, verdict, establishments: count })),
    );
    rules.sort((a, b) => (a.rule + a.verdict < b.rule + b.verdict ? -1 : 1));
    const feeds = [...this.feeds].sort((a, b) => a - b);
    return { establishments, from, to, feeds, sheets, rules, covers: this.covers.toString('hex', 0, this.covered) };
  }

  private count(rule: string, verdict: VerdictKind): void {
    let verdicts = this.rules.get(rule);
    if (verdicts === undefined) this.rules.set(rule, (verdicts = new Map<VerdictKind, number>()));
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  }

  private cover(digest: string): void {
    if (this.covered + DIGEST_BYTES > this.covers.length) this.covers = Buffer.concat([this.covers, this.covers]);
    this.covered += this.covers.write(digest, this.covered, 'latin1');
  }
}
