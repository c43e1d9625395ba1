import { Clock } from './clock';

/** The machine's clock, or a fixed instant when one is configured. */
export class SystemClock extends Clock {
  constructor(private readonly fixed: string | null) {
    super();
  }

  now(): string {
    return (this.fixed === null ? new Date() : new Date(this.fixed)).toISOString();
  }
}
