/** What the queue holds. */
export interface QueueState {
  readonly backend: 'PostgreSQL' | 'Redis' | null;
  /** Rings that nobody has answered yet. */
  readonly waiting: number;
  /** Rings that were answered badly and wait to be answered again. */
  readonly delayed: number;
  /** Rings being answered. */
  readonly active: number;
  /** When the oldest that waits was rung; null when none does. */
  readonly oldestAt: string | null;
}

/** The doorbell of the workers. Ringing twice for one subject is the same as once, and losing a ring loses nothing. */
export abstract class JobQueue {
  /**
   * One ring for each subject of the duty with that job. It never fails whoever rings, nor keeps them waiting for a
   * queue that is gone: the sweep rings again for whatever rows call for.
   */
  abstract ring(job: string, subjects: readonly string[]): Promise<void>;
  /** Rejects when the queue does not answer. */
  abstract state(): Promise<QueueState>;
}

/** Rings nobody: in a command, which does its work itself, a sweep finds the rows that call for more. */
export class SilentBell extends JobQueue {
  ring(): Promise<void> {
    return Promise.resolve();
  }

  state(): Promise<QueueState> {
    return Promise.resolve({ backend: null, waiting: 0, delayed: 0, active: 0, oldestAt: null });
  }
}
