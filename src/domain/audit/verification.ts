/** What was found first to differ from what the program wrote. */
export interface Break {
  /** The entry concerned; null when no entry speaks of what was found. */
  readonly seq: number | null;
  readonly what: 'entry' | 'verdict' | 'sheet';
  readonly siret?: string;
  /** One French sentence. */
  readonly message: string;
}

/** A fact of the ledger as it stands now, beside the digest it should have in its entry. */
export interface StandingFact {
  readonly siret: string;
  /** Hexadecimal, of a fixed width; any other text is what no entry covers. */
  readonly digest: string;
  /** As a person would name it: `la décision sur le SIRET … dans le flux 3`. */
  readonly name: string;
}

/** What an entry covers: the digests of its facts, in their order, and between which SIRETs they lie. */
export interface Cover {
  readonly seq: number;
  readonly from: string;
  readonly to: string;
  /** All digests in hexadecimal, one after the other. */
  readonly digests: string;
}

/** Sixteen hexadecimal characters stand for the eight bytes of a digest. */
const WIDTH = 16;

/**
 * Reads the facts of one or several covers in order and finds, for each cover, the first that was changed, deleted or
 * inserted. Covers may overlap: after a crash a batch is taken up in new chunks, between the ones already applied.
 */
export class CoverReading {
  private readonly readings: readonly Reading[];
  private current: Reading | undefined;
  private stray: StandingFact | null = null;

  constructor(
    private readonly what: 'verdict' | 'sheet',
    covers: readonly Cover[],
  ) {
    this.readings = covers.map((cover) => new Reading(cover));
  }

  take(fact: StandingFact): void {
    if (this.current?.accepts(fact) === true) return;
    const around = this.readings.filter((reading) => reading.surrounds(fact.siret));
    const next = around.find((reading) => reading.accepts(fact));
    if (next !== undefined) this.current = next;
    else if (around.length === 0) this.stray ??= fact;
    else doubt(fact, around);
  }

  /** The break of the earliest entry; null when every fact is as it was written. */
  finish(): Break | null {
    for (const reading of this.readings) reading.end();
    const changedOnes = new Set(this.readings.map(({ changed }) => changed));
    let first: Break | null = null;
    for (const reading of this.readings) {
      const fault = reading.faultBut(changedOnes);
      const { seq } = reading.cover;
      if (fault === null || (first?.seq != null && first.seq <= seq)) continue;
      first = { seq, what: this.what, ...fault };
    }
    if (first !== null || this.stray === null) return first;
    return { seq: null, what: this.what, ...addedByHand(this.stray) };
  }
}

/** A fact that no cover expects next. Where several covers overlap, what follows tells to which it belongs. */
function doubt(fact: StandingFact, around: readonly Reading[]): void {
  // What follows a break of a cover may be its own: it accuses no other.
  if (around.some((reading) => reading.isBroken)) return;
  const owner = around.find((reading) => reading.expectsLater(fact));
  if (owner !== undefined) {
    owner.skipTo(fact);
    return;
  }
  const unfinished = around.filter((reading) => reading.left > 0);
  for (const reading of unfinished.length > 0 ? unfinished : around.slice(0, 1)) reading.doubt(fact);
}

type Fault = Pick<Break, 'siret' | 'message'>;

class Reading {
  /** The fact that stands in the place of another. */
  changed: StandingFact | null = null;
  private missing: Fault | null = null;
  private readonly added: StandingFact[] = [];
  private position = 0;
  private doubted: StandingFact | null = null;
  private last: StandingFact | null = null;

  constructor(readonly cover: Cover) {}

  get isBroken(): boolean {
    return this.changed !== null || this.missing !== null;
  }

  get left(): number {
    return this.cover.digests.length / WIDTH - this.position;
  }

  surrounds = (siret: string): boolean => this.cover.from <= siret && siret <= this.cover.to;

  /** True when the fact is the next one covered; one doubted just before was then added, or changed if a place is skipped. */
  accepts(fact: StandingFact): boolean {
    if (this.isBroken) return false;
    if (this.at(this.position) === fact.digest) {
      if (this.doubted !== null) this.added.push(this.doubted);
      this.doubted = null;
      this.position++;
      this.last = fact;
      return true;
    }
    if (this.doubted === null || this.at(this.position + 1) !== fact.digest) return false;
    this.changed = this.doubted;
    return true;
  }

  expectsLater(fact: StandingFact): boolean {
    return this.doubted === null && this.placesBefore(fact) > 0;
  }

  /** What should have come before the fact is missing. */
  skipTo(fact: StandingFact): void {
    this.missing = missingBetween(this.placesBefore(fact), this.last, fact);
  }

  doubt(fact: StandingFact): void {
    if (this.doubted === null) this.doubted = fact;
    else this.changed = this.doubted;
  }

  end(): void {
    if (this.isBroken) return;
    if (this.doubted !== null && this.left > 0) this.changed = this.doubted;
    else if (this.doubted !== null) this.added.push(this.doubted);
    else if (this.left > 0) this.missing = missingBetween(this.left, this.last, null);
  }

  /** What is wrong here, but for additions that are in truth a changed fact of another cover. */
  faultBut(changedOnes: ReadonlySet<StandingFact | null>): Fault | null {
    const added = this.added.find((fact) => !changedOnes.has(fact));
    if (added !== undefined) return addedByHand(added);
    return this.changed === null ? this.missing : changedByHand(this.changed);
  }

  private at(position: number): string {
    return this.cover.digests.slice(position * WIDTH, (position + 1) * WIDTH);
  }

  private placesBefore({ digest }: StandingFact): number {
    const { digests } = this.cover;
    for (let i = this.position; i * WIDTH < digests.length; i++) if (this.at(i) === digest) return i - this.position;
    return -1;
  }
}

const changedByHand = ({ siret, name }: StandingFact): Fault => ({
  siret,
  message: `${name} n’est plus ce qui a été écrit : une valeur a été changée à la main.`,
});

const addedByHand = ({ siret, name }: StandingFact): Fault => ({
  siret,
  message: `${name} n’est couvert par aucune entrée du journal : ajouté à la main.`,
});

function missingBetween(count: number, before: StandingFact | null, after: StandingFact | null): Fault {
  const places = [
    ...(before === null ? [] : [`après le SIRET ${before.siret}`]),
    ...(after === null ? [] : [`avant le SIRET ${after.siret}`]),
  ];
  const where = places.length === 0 ? '' : `, ${places.join(' et ')}`;
  return { message: `${count} fait(s) couvert(s) par cette entrée ont été supprimés à la main${where}.` };
}
