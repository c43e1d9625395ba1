import type { FieldFault, Path } from '#domain/journey/graph';
import type { Warning } from '#domain/journey/warnings';
import type { FieldError } from '../page/page';
import { linkTo, PATHS } from '../paths';

/** Name, in the address, of the one step that has no path of its own. */
export const RATES_STEP = 'taux';

/** Where a step of the journey is shown: the graph says which comes next, this says only its address. */
export function addressOf(step: string, id: number | string): string {
  const names = { id };
  switch (step) {
    case 'rates':
      return linkTo('taskStep', { id, step: RATES_STEP });
    case 'recap':
      return linkTo('taskRecap', names);
    case 'elsewhere':
      return linkTo('taskPostpone', names);
    default:
      return linkTo('task', names);
  }
}

/** Where the person goes on from a step; before the first, the tasks of the month. */
export const backFrom = (before: string | null, id: number | string): string =>
  before === null ? PATHS.tasks : addressOf(before, id);

/** « Étape 2 sur 3 », as far as the way can be seen. */
export const progressOf = ({ route }: Path, step: string): string =>
  `Étape ${String(route.indexOf(step) + 1)} sur ${String(route.length)}`;

const FIELDS: Readonly<Record<string, string>> = {
  case: 'case',
  confirm: 'case',
  count: 'count',
  affiliations: 'case',
  effectiveFrom: 'date',
};
const OF_PROFILE: Readonly<Record<string, string>> = {
  codeRisque: 'code',
  rate: 'rate',
  section: 'section',
  office: 'office',
};
const PROFILE = /^profiles\[(\d{1,3})\](?:\.(\w+))?$/;

/** The field of a form that a fault of the answers is shown at. */
function fieldOf({ field, code }: FieldFault): string {
  const [, place, name = 'rate'] = PROFILE.exec(field) ?? [];
  if (place !== undefined) return `${OF_PROFILE[name] ?? 'rate'}-${Number(place) + 1}`;
  return code === 'NOMBRE_DE_TAUX' ? 'count' : (FIELDS[field] ?? 'case');
}

/** Shown at their fields; a warning that wants a reason, where the reason is typed: `warnings` in the order of the page. */
export const errorsOf = (faults: readonly FieldFault[], warnings: readonly Warning[]): readonly FieldError[] => {
  const doubts = warnings.filter(({ level }) => level === 'REASON').map(({ key }) => key);
  return faults.map((fault) => {
    const place = fault.warning === undefined ? -1 : doubts.indexOf(fault.warning);
    return { field: place < 0 ? fieldOf(fault) : `reason-${String(place + 1)}`, message: fault.message };
  });
};
