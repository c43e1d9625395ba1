import { Injectable } from '@nestjs/common';
import { refusePostponement } from '#domain/tasks/postpone';
import { parsePeriod } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { postponeTask } from '#storage/tasks/change-task';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { parisMonth } from '../ports/paris';
import { postponementEntry } from './postponement-entry';
import { detailOf, openTask, type TaskDetail } from './task-detail';

export interface PostponementAsked {
  readonly until: string;
  readonly reason: string;
}

/** Puts a task off to a coming month. It stays open, and the rate may arrive meanwhile. */
@Injectable()
export class PostponeTask {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string, asked: PostponementAsked, { actor, scope }: Caller): Promise<Result<TaskDetail>> {
    const until = parsePeriod(asked.until.trim());
    if (!until.ok) return until;
    const at = this.clock.now();
    return this.database.transaction(scope, async (tx) => {
      const found = await openTask(tx, id, scope);
      if (!found.ok) return found;
      const task = found.value;
      const reason = asked.reason.trim();
      const refusal = refusePostponement(task, { until: until.value, reason }, parisMonth(at));
      if (refusal !== null) return { ok: false, refusal };
      const postponement = { until: until.value, reason, actor, at };
      await postponeTask(tx, task, postponement);
      await appendEntries(tx, [postponementEntry(task, postponement)]);
      const after = { ...task, postponedUntil: until.value, postponements: task.postponements + 1 };
      return accepted(detailOf(after));
    });
  }
}
