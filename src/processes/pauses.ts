const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** Who ran this long was well: its next fall is a first one again. */
const WELL_AFTER_MS = 60_000;

/** How long to wait before something that fell is started again: twice as long each time, up to a minute. */
export class Pauses {
  private next = FIRST_MS;

  /** Milliseconds, after a run of `ranMs` milliseconds. */
  after(ranMs: number): number {
    if (ranMs >= WELL_AFTER_MS) this.next = FIRST_MS;
    const pause = this.next;
    this.next = Math.min(pause * 2, LONGEST_MS);
    return pause;
  }
}
