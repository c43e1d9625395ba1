import { Injectable } from '@nestjs/common';
import { allDone } from '../intake/all-done';
import { DeliverEvents } from '../webhooks/deliver-events';
import type { Duty } from './duty';

/** Endpoints that one ring has served side by side. */
const SIDE_BY_SIDE = 10;

@Injectable()
export class DeliverWebhooksDuty implements Duty {
  readonly job = 'deliver-webhooks';
  readonly everyMs = 5_000;
  readonly deadlineMs = 60_000;

  constructor(private readonly deliverEvents: DeliverEvents) {}

  async wanted(): Promise<readonly string[]> {
    const ids = await this.deliverEvents.wanted();
    const rings = Array.from({ length: Math.ceil(ids.length / SIDE_BY_SIDE) }, (_, ring) => ring * SIDE_BY_SIDE);
    return rings.map((first) => ids.slice(first, first + SIDE_BY_SIDE).join('-'));
  }

  /** Side by side, so that one receiver that hangs keeps no other waiting. */
  async run(subject: string, stop: AbortSignal): Promise<string | null> {
    const rounds = await allDone(subject.split('-').map((id) => this.deliverEvents.run(Number(id), stop)));
    const sum = (of: (round: (typeof rounds)[number]) => number): number =>
      rounds.reduce((total, round) => total + of(round), 0);
    const [delivered, failed, givenUp] = [sum((r) => r.delivered), sum((r) => r.failed), sum((r) => r.givenUp)];
    if (delivered + failed === 0) return null;
    return `${delivered} événement(s) remis, ${failed} essai(s) sans succès, ${givenUp} abandonné(s).`;
  }
}
