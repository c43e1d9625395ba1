import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { forgetJobsBefore } from '#storage/dead-letters/under-way';
import {
  forgetProcess,
  forgetProcessesBefore,
  noteProcess,
  type ProcessRole,
} from '#storage/operations/running-processes';
import { WallClock } from '../ports/clock';
import { Occupations } from './occupations';

const DAY_MS = 86_400_000;

/** Says that this process lives and what it does, or that it leaves. */
@Injectable()
export class SignOfLife {
  private startedAt: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly occupations: Occupations,
  ) {}

  async run(role: ProcessRole): Promise<void> {
    const seenAt = this.wallClock.now();
    this.startedAt ??= seenAt;
    const { startedAt } = this;
    const id = this.occupations.process;
    const doing = this.occupations.list();
    await this.database.transaction('system', async (tx) => {
      await noteProcess(tx, { id, role, machine: hostname(), pid: process.pid, startedAt, seenAt, doing });
      const yesterday = new Date(Date.parse(seenAt) - DAY_MS).toISOString();
      await forgetProcessesBefore(tx, yesterday);
      await forgetJobsBefore(tx, yesterday);
    });
  }

  /** Best effort: a base that is gone has nobody to tell. */
  async leave(): Promise<void> {
    await this.database
      .transaction('system', (tx) => forgetProcess(tx, this.occupations.process))
      .catch(() => undefined);
  }
}
