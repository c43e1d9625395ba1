import { Injectable } from '@nestjs/common';
import type { Answers } from '#domain/journey/answers';
import { mergeAnswers, withoutNir, type Merged } from '#domain/journey/draft';
import { accepted, type Result } from '#domain/values/result';
import { Database, type Tx } from '#storage/database';
import { keepDraft } from '#storage/tasks/drafts';
import type { StoredTask } from '#storage/tasks/read-tasks';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { openTask } from './task-detail';
import { readDraft, readDraftOf, type Draft } from './task-draft';

/** The fields of one page, as they stand on it. */
export interface DraftChange {
  /** Of the draft that the page was made from. */
  readonly version: number;
  readonly fields: Partial<Answers>;
}

export type SavedDraft =
  | {
      readonly kind: 'SAVED';
      readonly draft: Draft;
      /** What somebody else has changed since the page was made, and is kept; null when nobody has. */
      readonly others: { readonly by: NonNullable<Draft['by']>; readonly fields: readonly string[] } | null;
    }
  /** Two people have filled in the same field otherwise: nothing is saved until one of them chooses. */
  | { readonly kind: 'DISAGREED'; readonly theirs: Draft; readonly merged: Merged };

/** Keeps what is being typed. It is no fact yet: the journal hears of it when the task is answered. */
@Injectable()
export class SaveDraft {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(id: string, change: DraftChange, { actor, scope }: Caller): Promise<Result<SavedDraft>> {
    const by = { actor, at: this.clock.now() };
    return this.database.transaction(scope, async (tx) => {
      const task = await openTask(tx, id, scope);
      if (!task.ok) return task;
      const theirs = await readDraft(tx, task.value.id);
      const base = theirs.version === change.version ? theirs : await readDraftOf(tx, task.value.id, change.version);
      const mine = { ...base.answers, ...withoutNir(change.fields) };
      const merged = mergeAnswers(base.answers, mine, theirs.answers);
      if (merged.disagreements.length > 0) return accepted({ kind: 'DISAGREED', theirs, merged });
      const draft = await keep(tx, task.value, { version: theirs.version + 1, answers: merged.withMine, by });
      const { theirsOnly: fields } = merged;
      const others = theirs.by === null || fields.length === 0 ? null : { by: theirs.by, fields };
      return accepted({ kind: 'SAVED', draft, others });
    });
  }
}

async function keep(
  tx: Tx,
  task: StoredTask,
  draft: Draft & { readonly by: NonNullable<Draft['by']> },
): Promise<Draft> {
  const { version, answers, by } = draft;
  await keepDraft(tx, task, { version, answers, ...by });
  return draft;
}
