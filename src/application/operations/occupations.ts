import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Occupation } from '#storage/operations/running-processes';
import { WallClock } from '../ports/clock';

/** The jobs that this process has under way. */
@Injectable()
export class Occupations {
  /** By which rows name this process. */
  readonly process = randomUUID();
  private readonly underWay = new Set<Occupation>();

  constructor(private readonly wallClock: WallClock) {}

  async during<T>(job: string, work: () => Promise<T>): Promise<T> {
    const occupation = { job, since: this.wallClock.now() };
    this.underWay.add(occupation);
    try {
      return await work();
    } finally {
      this.underWay.delete(occupation);
    }
  }

  list(): readonly Occupation[] {
    return [...this.underWay];
  }
}
