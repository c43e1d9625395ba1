import { contractText, isOpenIn, type EmployeeContract } from '../affiliation/contract';
import { Affiliations, hasProfileFor, type Evidence } from '../affiliation/profile-of';
import type { RateProfile } from '../rates/profile';
import { isStrong, sheetOn, type RateSheet } from '../rates/sheet';
import { addMonths, firstDay, lastDay, periodOf, type LocalDate, type Period } from '../values/local-date';
import type { TaskReason, TaskToRaise } from './task';

/** An open task that asks for the employees of an establishment. */
export interface OpenAffiliation {
  readonly id: number;
  readonly reason: TaskReason;
  /** Day from which the sheet that it asks about holds. */
  readonly since: LocalDate;
}

/** What is known of one establishment when its employees come and go. */
export interface Staff extends Evidence {
  readonly contracts: readonly EmployeeContract[];
  readonly openTasks: readonly OpenAffiliation[];
  /** A person still has to say the rates: a profile without employee is then nobody's question yet. */
  readonly ratesAwaited: boolean;
}

export interface AffiliationPlan {
  readonly task: TaskToRaise | null;
  /** Open tasks raised for somebody's coming or going that a later declaration has settled. */
  readonly ended: readonly OpenAffiliation[];
}

interface Gap {
  readonly reason: Extract<TaskReason, 'NEW_EMPLOYEE' | 'PROFILE_LEFT'>;
  readonly sheet: RateSheet;
  /** First month concerned: that of the hire, or the one after the departure. */
  readonly month: Period;
}

/**
 * EMPLOYEE_AFFILIATION again, after the rates were settled: somebody came whose profile nothing tells, or the last
 * employee of a profile left. Looked at from the month of NOW to the next one, on rates that the caisse or a person
 * gave; what a DSN declares says who is on it.
 */
export function planAffiliation(staff: Staff, now: Period): AffiliationPlan {
  const affiliations = new Affiliations(staff);
  const gaps = [now, addMonths(now, 1)].flatMap((month) => gapIn(month, staff, affiliations) ?? []);
  const [gap] = gaps;
  if (gap === undefined) return { task: null, ended: staff.openTasks.filter(isRaisedForStaff) };
  const isAsked = staff.openTasks.some(({ since }) => sheetOn(staff.sheets, since) === gap.sheet);
  return { task: isAsked ? null : taskFor(gap), ended: [] };
}

const isRaisedForStaff = ({ reason }: OpenAffiliation): boolean =>
  reason === 'NEW_EMPLOYEE' || reason === 'PROFILE_LEFT';

function gapIn(month: Period, staff: Staff, affiliations: Affiliations): Gap | null {
  const sheet = sheetOn(staff.sheets, firstDay(month));
  if (sheet === null || sheet.profiles.length < 2 || !isStrong(sheet.source)) return null;
  const open = staff.contracts.filter(
    (contract) => isOpenIn(contract, firstDay(month), lastDay(month)) && hasProfileFor(contract, sheet.profiles),
  );
  const placed = new Map<string, RateProfile | null>(
    open.map((contract) => {
      const day = contract.startedOn > firstDay(month) ? contract.startedOn : firstDay(month);
      return [contractText(contract), affiliations.profileOf(contract, month, day, sheet)];
    }),
  );
  const unplaced = open.filter((contract) => placed.get(contractText(contract)) === null);
  const hired = unplaced.map(({ startedOn }) => periodOf(startedOn)).sort()[0];
  if (hired !== undefined) return { reason: 'NEW_EMPLOYEE', sheet, month: hired };
  if (staff.ratesAwaited || open.length < sheet.profiles.length) return null;
  const vacant = sheet.profiles.filter((profile) => ![...placed.values()].includes(profile));
  const left = vacant.flatMap((profile) => lastDeparture(profile, sheet, month, staff, affiliations) ?? []).sort()[0];
  return left === undefined ? null : { reason: 'PROFILE_LEFT', sheet, month: addMonths(left, 1) };
}

/** Month in which the last employee of a profile left; null when nobody was on it since its sheet or just before. */
function lastDeparture(
  profile: RateProfile,
  sheet: RateSheet,
  month: Period,
  { contracts }: Staff,
  affiliations: Affiliations,
): Period | null {
  const eve = firstDay(addMonths(periodOf(sheet.effectiveFrom), -1));
  const departures = contracts.flatMap((contract) => {
    const { endedOn } = contract;
    if (endedOn === null || endedOn < eve || endedOn >= firstDay(month)) return [];
    const was = affiliations.profileOf(contract, periodOf(endedOn), endedOn, sheet);
    return was === profile ? [periodOf(endedOn)] : [];
  });
  return departures.sort().at(-1) ?? null;
}

/** The cause is the month, or the sheet's own date when that came later: the task that asked about it is the same one. */
function taskFor({ reason, sheet, month }: Gap): TaskToRaise {
  const { effectiveFrom, calculatedAt, profiles } = sheet;
  const isLater = firstDay(month) > effectiveFrom;
  return {
    kind: 'EMPLOYEE_AFFILIATION',
    cause: isLater ? month : effectiveFrom,
    reason,
    period: null,
    prefill: {
      effectiveFrom: isLater ? firstDay(month) : effectiveFrom,
      calculatedAt,
      profiles: profiles.map(({ code, section, office, rate }) => ({ code, section, office, rate })),
      feed: null,
      note: null,
    },
  };
}
