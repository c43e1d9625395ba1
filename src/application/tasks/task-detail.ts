import type { ListedTask } from '#domain/tasks/listed-task';
import { titleOf } from '#domain/tasks/task';
import type { LocalDate, LocalMoment } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import type { Scope, Tx } from '#storage/database';
import { taskToChange, type StoredTask } from '#storage/tasks/read-tasks';
import { sees } from '../access/caller';
import { profileView, type ProfileView } from '../rates/profile-view';

/** One task, with what it proposes and what became of it. */
export interface TaskDetail extends ListedTask {
  readonly prefill: {
    readonly effectiveFrom: LocalDate | null;
    readonly calculatedAt: LocalMoment | null;
    readonly profiles: readonly ProfileView[];
    readonly feed: number | null;
    readonly note: string | null;
  };
  /** Null while the task is open. */
  readonly outcome: unknown;
}

export function detailOf(task: StoredTask): TaskDetail {
  const { siret, period, kind, reason, status, postponedUntil, postponements, prefill, outcome } = task;
  return {
    id: String(task.id),
    ...{ siret, period, kind, reason, status, postponedUntil, postponements },
    title: titleOf(kind),
    prefill: { ...prefill, profiles: prefill.profiles.map(profileView) },
    outcome,
  };
}

const NUMBER = /^[1-9]\d{0,14}$/;

/** The open task that a person means, locked until the transaction ends; unknown to who does not see its company. */
export async function openTask(tx: Tx, text: string, scope: Scope): Promise<Result<StoredTask>> {
  const id = text.trim();
  if (id.startsWith('auto-'))
    return refused(
      'TACHE_TERMINEE',
      `La tâche ${id.slice(0, 60)} a été réalisée par Taux Juste : il n'y a rien à faire.`,
    );
  const task = NUMBER.test(id) ? await taskToChange(tx, Number(id)) : null;
  if (task === null || !sees(scope, task.siren))
    return refused('TACHE_INCONNUE', `La tâche « ${id.slice(0, 20)} » n'existe pas : voyez tasks.`);
  if (task.status === 'OPEN') return accepted(task);
  const ended = task.status === 'DONE' ? 'est déjà faite' : 'a été remplacée : le taux est arrivé';
  return refused('TACHE_TERMINEE', `La tâche ${id} ${ended}.`);
}
