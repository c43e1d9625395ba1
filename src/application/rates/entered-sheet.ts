import { affiliationTask, type EnteredSheet } from '#domain/journey/outcome';
import type { RateSheet } from '#domain/rates/sheet';
import type { Siren, Siret } from '#domain/values/siret';
import type { Tx } from '#storage/database';
import { recordSheets, type RecordedSheets } from '#storage/ledger/record-sheets';
import { openAffiliationTaskOf } from '#storage/tasks/change-task';
import { raiseTasks, supersedeTasks } from '#storage/tasks/raise-tasks';

interface Place {
  readonly siret: Siret;
  readonly siren: Siren;
}

/** Puts what a person gave on file; the caller's audit entry must cover it. */
export function recordEntered(
  tx: Tx,
  { siret, siren }: Place,
  { effectiveFrom, calculatedAt, feed, profiles }: EnteredSheet,
  at: string,
): Promise<RecordedSheets | null> {
  const lineless = profiles.map((profile) => ({ ...profile, line: null }));
  return recordSheets(
    tx,
    [{ siret, siren, effectiveFrom, source: 'ENTERED', calculatedAt, feed, profiles: lineless }],
    at,
  );
}

export interface NewSheet extends Place {
  readonly sheet: EnteredSheet;
  /** What held on its date until now. */
  readonly before: RateSheet | null;
  /** The act, for the affiliation task that it makes needless. */
  readonly by: Readonly<Record<string, string>>;
}

/** Raises the affiliation task when keys change, or ends one that a single rate makes needless. True when raised. */
export async function askForEmployees(
  tx: Tx,
  { siret, siren, sheet, before, by }: NewSheet,
  at: string,
): Promise<boolean> {
  const body = affiliationTask(sheet, before?.profiles ?? []);
  if (body !== null) await raiseTasks(tx, [{ siret, siren, body }], at);
  else if (sheet.profiles.length < 2) {
    const needless = await openAffiliationTaskOf(tx, siret, sheet.effectiveFrom);
    await supersedeTasks(tx, needless, at, by);
  }
  return body !== null;
}
