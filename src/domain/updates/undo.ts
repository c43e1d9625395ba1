import { codeFault } from '../journey/profile-answer';
import type { EnteredSheet } from '../journey/outcome';
import { sheetOn, type RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import { frenchDate, type LocalDate } from '../values/local-date';
import { accepted, refused, type Result } from '../values/result';

/** A sheet as the undoing of updates needs to know it. */
export interface BroughtSheet extends RateSheet {
  /** The document that brought it; null when none did. */
  readonly feed: number | null;
}

/** One date of an update, with what held on it before and what must hold again. */
export interface UndoneDate {
  readonly undone: RateSheet;
  readonly before: RateSheet;
  readonly restored: EnteredSheet;
}

/** The sheets that a document brought for the establishment, by date. */
export const broughtBy = <S extends BroughtSheet>(sheets: readonly S[], feed: number): readonly S[] =>
  sheets
    .filter((sheet) => sheet.source === 'NOTIFIED' && sheet.feed === feed)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));

/** What held on the first day of a sheet until its document came. */
export function formerOf<S extends BroughtSheet>(sheets: readonly S[], sheet: BroughtSheet): S | null {
  return sheetOn(
    sheets.filter((other) => other.number < sheet.number && (other.feed === null || other.feed !== sheet.feed)),
    sheet.effectiveFrom,
  );
}

/**
 * What undoing an automatic update would record: for each of its dates, what was on file before. Nothing is edited, so a
 * date on which something else holds by now is refused, as is one that had no rate to go back to.
 */
export function undoingOf(
  sheets: readonly BroughtSheet[],
  feed: number,
  reference: Reference,
): Result<readonly UndoneDate[]> {
  const brought = broughtBy(sheets, feed);
  if (brought.length === 0) return refused('RIEN_A_ANNULER', 'Ce document n’a apporté aucun taux à cet établissement.');
  const dates: UndoneDate[] = [];
  for (const undone of brought) {
    const on = undone.effectiveFrom;
    const before = formerOf(sheets, undone);
    const refusal = refusalOf({ on, undone, now: sheetOn(sheets, on), before, reference });
    if (refusal !== null || before === null) return refusal ?? nothingBefore(on);
    const restored = { effectiveFrom: on, profiles: before.profiles, calculatedAt: null, feed: null };
    dates.push({ undone, before, restored });
  }
  return accepted(dates);
}

interface Undoing {
  readonly on: LocalDate;
  readonly undone: RateSheet;
  readonly now: RateSheet | null;
  readonly before: RateSheet | null;
  readonly reference: Reference;
}

function refusalOf({ on, undone, now, before, reference }: Undoing): Result<never> | null {
  if (now?.number !== undone.number) {
    return refused(
      'DEJA_REMPLACE',
      `Un autre taux a déjà pris la place de cette mise à jour au ${frenchDate(on)} : corrigez celui-là s’il le faut.`,
    );
  }
  if (before === null) return nothingBefore(on);
  const closed = before.profiles.map((profile) => codeFault(profile, on, reference)).find((fault) => fault !== null);
  return closed == null
    ? null
    : refused('CODE_HORS_TABLE', `L’ancien taux ne peut pas être remis. ${closed} Saisissez plutôt le taux juste.`);
}

const nothingBefore = (on: LocalDate): Result<never> =>
  refused(
    'RIEN_AVANT',
    `Aucun taux n’était en place au ${frenchDate(on)} avant cette mise à jour : saisissez plutôt le taux juste.`,
  );
