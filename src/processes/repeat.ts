import { setTimeout as sleep } from 'node:timers/promises';

/** Does something again and again, one at a time, until it is stopped; a failure is left for the next time to mend. */
export class Repeat {
  private readonly stopping = new AbortController();
  private readonly life: Promise<void>;

  constructor(everyMs: number, work: () => Promise<unknown>) {
    this.life = this.live(everyMs, work);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.life;
  }

  private async live(everyMs: number, work: () => Promise<unknown>): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      await work().catch(() => undefined);
      const stopped = await sleep(everyMs, false, { signal }).catch(() => true);
      if (stopped) return;
    }
  }
}
