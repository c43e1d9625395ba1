import { Clock } from '#application/ports/clock';

/** The demo's own clock: each step of the samples happens on its day, whatever the machine's clock says. */
export class DemoClock extends Clock {
  constructor(public instant: string) {
    super();
  }

  now(): string {
    return this.instant;
  }
}
