import { Injectable } from '@nestjs/common';
import {
  boardOf,
  bulkPicks,
  everyPick,
  mergePicks,
  possiblePicks,
  withPicks,
  type BulkChoice,
  type Disagreement,
  type ProfilePick,
} from '#domain/journey/affiliation-board';
import type { Answers } from '#domain/journey/answers';
import { accepted, type Result } from '#domain/values/result';
import type { NamedContract } from '#storage/companies/read-establishment';
import { Database, type Tx } from '#storage/database';
import { keepDraft } from '#storage/tasks/drafts';
import type { StoredTask } from '#storage/tasks/read-tasks';
import type { Caller } from '../access/caller';
import { Clock } from '../ports/clock';
import { Rulebook } from '../rulebook/rulebook';
import { openTask } from '../tasks/task-detail';
import { readDraftOf, type Draft } from '../tasks/task-draft';
import {
  notAnAffiliation,
  readAffiliationFile,
  unknownAffiliation,
  type AffiliationFile,
  type NamedBoard,
} from './affiliation-file';

export interface Placing {
  /** Of the draft that the page was made from; null for choices that stand whatever was chosen meanwhile. */
  readonly version: number | null;
  readonly picks: readonly ProfilePick[];
  /** Many at once, after the picks. */
  readonly bulk: BulkChoice | null;
  /** Takes suggestions as said, so that the person reads over exactly what will be saved. */
  readonly settles: boolean;
}

export type Placings =
  | {
      readonly kind: 'SAVED';
      readonly board: NamedBoard;
      readonly version: number;
      /** Contracts whose profile this changed. */
      readonly changed: number;
      /** Of those chosen in bulk, the ones whose regime forbids the profile. */
      readonly leftOut: number;
    }
  | {
      readonly kind: 'DISAGREED';
      readonly by: Draft['by'];
      readonly disagreements: readonly Disagreement<NamedContract>[];
    };

/** Keeps which employee is on which profile while the task is being done; the journal hears of it when it is answered. */
@Injectable()
export class PlaceEmployees {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, placing: Placing, { actor, scope }: Caller): Promise<Result<Placings>> {
    const { reference } = await this.rulebook.current();
    const by = { actor, at: this.clock.now() };
    return this.database.transaction(scope, async (tx) => {
      const found = await openTask(tx, id, scope);
      if (!found.ok) return found;
      const task = found.value;
      if (notAnAffiliation(task)) return unknownAffiliation(id);
      const file = await readAffiliationFile(tx, task, reference);
      const shown = await this.shown(tx, task, placing, file);
      const { picks, disagreements } = mergePicks(possiblePicks(placing.picks, file.question), shown, file.board);
      if (disagreements.length > 0) return accepted({ kind: 'DISAGREED', by: file.draft.by, disagreements });
      const placed = place(file, picks, placing);
      const changed = countChanges(file.board, placed.board);
      if (!placed.isNew) return accepted({ kind: 'SAVED', ...placed, changed, version: file.draft.version });
      const version = file.draft.version + 1;
      await keepDraft(tx, task, { version, answers: placed.answers, ...by });
      return accepted({ kind: 'SAVED', ...placed, changed, version });
    });
  }

  /** The board as the page showed it. */
  private async shown(
    tx: Tx,
    task: StoredTask,
    { version }: Placing,
    { question, draft, board }: AffiliationFile,
  ): Promise<NamedBoard> {
    if (version === null || version === draft.version) return board;
    return boardOf(question, (await readDraftOf(tx, task.id, version)).answers);
  }
}

interface Placed {
  readonly board: NamedBoard;
  readonly answers: Answers;
  readonly leftOut: number;
  /** Whether there is anything to keep. */
  readonly isNew: boolean;
}

function place({ question, draft }: AffiliationFile, picks: readonly ProfilePick[], placing: Placing): Placed {
  const picked = withPicks(draft.answers, picks);
  const bulk = placing.bulk === null ? null : bulkPicks(boardOf(question, picked), question, placing.bulk);
  const chosen = withPicks(picked, bulk?.picks ?? []);
  const answers = placing.settles ? withPicks(chosen, everyPick(boardOf(question, chosen))) : chosen;
  const after = boardOf(question, answers);
  const isNew = JSON.stringify(answers) !== JSON.stringify(draft.answers);
  return { board: after, answers, leftOut: bulk?.leftOut ?? 0, isNew };
}

const countChanges = (before: NamedBoard, after: NamedBoard): number =>
  after.seats.filter(({ rank }, index) => before.seats[index]?.rank !== rank).length;
