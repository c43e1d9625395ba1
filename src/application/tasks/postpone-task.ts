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
      const found = await openTask(tx, id);
      if (!found.ok) return found;
      const task = found.value;
      const reason = asked.reason.trim();
      const refusal = refusePostponement(task, { until: until.value, reason }, parisMonth(at));
      if (refusal !== null) return { ok: false, refusal };
      await postponeTask(tx, task, { until: until.value, reason, actor, at });
      const after = { ...task, postponedUntil: until.value, postponements: task.postponements + 1 };
      const { siret, siren, kind, cause } = task;
      const body = {
        task: task.id,
        ...{ kind, cause, reason },
        before: { postponedUntil: task.postponedUntil, postponements: task.postponements },
        after: { postponedUntil: after.postponedUntil, postponements: after.postponements },
      };
      await appendEntries(tx, [{ at, actor, action: 'task.postponed', siren, siret, body, covers: null }]);
      return accepted(detailOf(after));
    });
  }
}
