import { undoingOf, type UndoneDate } from '#domain/updates/undo';
import type { Reference } from '#domain/reference/reference';
import { accepted, refused, type Result } from '#domain/values/result';
import { lockEstablishment } from '#storage/companies/read-establishment';
import type { Tx } from '#storage/database';
import { recordSheets, type RecordedSheets } from '#storage/ledger/record-sheets';
import { recordUndone } from '#storage/updates/undone';
import type { Caller } from '../access/caller';
import { profileView } from '../rates/profile-view';
import { findUpdate, type FoundUpdate } from './find-update';

export interface UndoingAct {
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** What an audit entry says of an undone update; its `covers` are those of the sheets recorded. */
export interface Undoing {
  readonly update: FoundUpdate;
  readonly body: Readonly<Record<string, unknown>>;
  readonly covers: string | null;
}

/**
 * Puts on file again, as a person's word, what held before an automatic update. The update stays in the ledger and in
 * the journal. The caller writes the audit entry, last in the transaction.
 */
export async function undoUpdate(
  tx: Tx,
  id: string,
  act: UndoingAct,
  { scope }: Pick<Caller, 'scope'>,
  reference: Reference,
): Promise<Result<Undoing>> {
  const named = await findUpdate(tx, id, { scope });
  if (!named.ok) return named;
  const { siret, siren } = named.value.establishment;
  await lockEstablishment(tx, siret);
  const found = await findUpdate(tx, id, { scope });
  if (!found.ok) return found;
  const { name, evidence } = found.value;
  const undoing = undoingOf(evidence.sheets, name.feed, reference);
  if (!undoing.ok) return undoing;
  const isFirst = await recordUndone(tx, { ...name, siren }, act);
  if (!isFirst) return refused('DEJA_ANNULEE', 'Cette mise à jour est déjà annulée : il n’y a plus rien à faire.');
  const recorded = await recordSheets(
    tx,
    undoing.value.map(({ restored }) => ({
      ...{ siret, siren, source: 'ENTERED' as const },
      ...restored,
      profiles: restored.profiles.map((profile) => ({ ...profile, line: null })),
    })),
    act.at,
  );
  return accepted({
    update: found.value,
    body: bodyOf(name.feed, act, undoing.value, recorded),
    covers: recorded?.covers ?? null,
  });
}

function bodyOf(feed: number, { reason }: UndoingAct, dates: readonly UndoneDate[], recorded: RecordedSheets | null) {
  return {
    feed,
    reason,
    dates: dates.map(({ undone, restored }) => ({
      effectiveFrom: undone.effectiveFrom,
      before: { number: undone.number, profiles: undone.profiles.map(profileView) },
      after: { profiles: restored.profiles.map(profileView) },
    })),
    sheets: recorded === null ? null : { from: recorded.from, to: recorded.to },
  };
}
