import type { Siren } from '#domain/values/siret';
import type { Tx } from '../database';

/** Answers as somebody left them; what they say is for the journey to read. */
export interface StoredDraft {
  /** Counts the savings, from 1. */
  readonly version: number;
  readonly answers: unknown;
  readonly actor: string;
  readonly at: string;
}

const COLUMNS = 'version, answers, actor, at';

/** The draft as it stands; null while nothing was typed. */
export async function latestDraft(tx: Tx, task: number): Promise<StoredDraft | null> {
  const [row] = await tx.query<StoredDraft>(
    `SELECT ${COLUMNS} FROM task_draft WHERE task_id = $1 ORDER BY version DESC LIMIT 1`,
    [task],
  );
  return row ?? null;
}

/** The draft as it stood when a page was made from it. */
export async function draftOfVersion(tx: Tx, task: number, version: number): Promise<StoredDraft | null> {
  const [row] = await tx.query<StoredDraft>(`SELECT ${COLUMNS} FROM task_draft WHERE task_id = $1 AND version = $2`, [
    task,
    version,
  ]);
  return row ?? null;
}

/** The caller holds the task's lock, so that versions follow each other. */
export async function keepDraft(
  tx: Tx,
  task: { readonly id: number; readonly siren: Siren },
  { version, answers, actor, at }: StoredDraft,
): Promise<void> {
  await tx.query(
    'INSERT INTO task_draft (task_id, version, siren, answers, actor, at) VALUES ($1, $2, $3, $4, $5, $6)',
    [task.id, version, task.siren, JSON.stringify(answers), actor, at],
  );
}
