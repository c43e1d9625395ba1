/** Ctrl-C or a stop from outside, once; a second one ends the process as usual. */
export class StopSignal {
  readonly asked: Promise<void>;

  constructor() {
    this.asked = new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
  }
}
