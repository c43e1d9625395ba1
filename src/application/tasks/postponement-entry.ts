import type { TaskKind } from '#domain/tasks/task';
import type { Period } from '#domain/values/local-date';
import type { Siren, Siret } from '#domain/values/siret';
import type { AuditEntry } from '#storage/audit';
import type { Postponement } from '#storage/tasks/change-task';

interface PostponedTask {
  readonly id: number;
  readonly siret: Siret;
  readonly siren: Siren;
  readonly kind: TaskKind;
  readonly cause: string;
  readonly postponedUntil: Period | null;
  readonly postponements: number;
}

/** What the journal says of one postponement; `task` is as it was before. */
export function postponementEntry(task: PostponedTask, { until, reason, actor, at }: Postponement): AuditEntry {
  const { id, siret, siren, kind, cause, postponedUntil, postponements } = task;
  const body = {
    task: id,
    ...{ kind, cause, reason },
    before: { postponedUntil, postponements },
    after: { postponedUntil: until, postponements: postponements + 1 },
  };
  return { at, actor, action: 'task.postponed', siren, siret, body, covers: null };
}
