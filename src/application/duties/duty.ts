/** The subject of a duty that looks for itself at everything there is. */
export const ALL = '';

/**
 * One kind of work that rows call for: what a job does, and how a sweep finds out that it is wanted. A job carries a
 * subject and never data, so that losing every ring loses nothing.
 */
export interface Duty {
  /** Its name in the queue; the same in every release that shares one. */
  readonly job: string;
  /** How often rows are looked at for what no ring stands for, in milliseconds. */
  readonly everyMs: number;
  /** A run that takes longer is told to stop, in milliseconds. */
  readonly deadlineMs: number;
  /** The subjects that rows call for now: numbers of rows, joined by `-`, or {@link ALL}; none when nothing is to do. */
  wanted(): Promise<readonly string[]>;
  /**
   * Does it; running it twice is the same as once. One French sentence about what came of it, null when nothing did.
   * When `stop` is aborted, returns as soon as what it holds is finished or given back.
   */
  run(subject: string, stop: AbortSignal): Promise<string | null>;
  /**
   * How far a subject is, for work that takes many steps: processes that are killed while it goes on are no reason to
   * suspect it. Without it, only its end says that it went on.
   */
  progress?(subject: string): Promise<string>;
  /** Leaves out for good what ended process after process; without it, that is put among what failed. */
  leaveOut?(subject: string, error: string): Promise<void>;
}
