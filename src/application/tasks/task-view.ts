import { titleOf } from '#domain/tasks/task';
import { periodOf, type LocalDate } from '#domain/values/local-date';
import type { KeptPostponement } from '#storage/tasks/read-task';
import { profileView } from '../rates/profile-view';
import type { DoneForYou } from '../updates/read-update';
import type { TaskOnPages } from './read-task';
import { detailOf } from './task-detail';

/** A task as programs read it: what it proposes, why it was raised, and what became of it. */
export function taskView({ task, why, postponements }: TaskOnPages) {
  return {
    ...detailOf(task),
    ...{ openedAt: task.openedAt, endedAt: task.endedAt, why },
    postponed: postponements.map(({ until, reason, actor, at }: KeptPostponement) => ({ until, reason, actor, at })),
  };
}

/** The record of an automatic update in the shape of a task: nothing was asked, and what was done is its outcome. */
export function updateView({ id, feed, establishment, dates, file, rule, why, undone }: DoneForYou) {
  const effectiveFrom: LocalDate | null = dates[0]?.effectiveFrom ?? null;
  const changes = dates.map(({ effectiveFrom: from, before, after }) => ({
    effectiveFrom: from,
    before: before.map(profileView),
    after: after.map(profileView),
  }));
  return {
    ...{ id, siret: establishment.siret, kind: 'DONE_FOR_YOU' as const, reason: rule, status: 'DONE' as const },
    period: effectiveFrom === null ? null : periodOf(effectiveFrom),
    ...{ postponedUntil: null, postponements: 0, title: titleOf('DONE_FOR_YOU') },
    prefill: null,
    outcome: { feed, changes, undone },
    ...{ openedAt: file?.receivedAt ?? null, endedAt: file?.receivedAt ?? null, why: [why], postponed: [] },
  };
}
