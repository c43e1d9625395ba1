/** The doorbell of the workers. Ringing twice for one subject is the same as once, and losing a ring loses nothing. */
export abstract class JobQueue {
  /**
   * One ring for each subject of the duty with that job. It never fails whoever rings, nor keeps them waiting for a
   * queue that is gone: the sweep rings again for whatever rows call for.
   */
  abstract ring(job: string, subjects: readonly string[]): Promise<void>;
}

/** Rings nobody: in a command, which does its work itself, a sweep finds the rows that call for more. */
export class SilentBell extends JobQueue {
  ring(): Promise<void> {
    return Promise.resolve();
  }
}
