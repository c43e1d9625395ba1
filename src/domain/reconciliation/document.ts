import type { LineFault, NotifiedLine } from '../feed/feed';
import { inProfileOrder, keyText, type RateProfile } from '../rates/profile';
import { frenchDate, type LocalDate, type LocalMoment } from '../values/local-date';
import { frenchRate } from '../values/rate';
import { dsnCode } from '../values/risk-code';
import type { Siret } from '../values/siret';

/** What one received document says of one establishment: the unit of a verdict (rule 5). */
export interface NotifiedDocument {
  /** Place of the document in its batch. */
  readonly feed: number;
  readonly siret: Siret;
  readonly lines: readonly NotifiedLine[];
  /** Lines refused at reading whose SIRET could be read: one of them quarantines the establishment in this document. */
  readonly faults: readonly LineFault[];
}

/** A notified profile and the line it stands on. */
export interface NotifiedProfile extends RateProfile {
  readonly line: number;
}

/** The whole sheet that a document gives for one date of effect: an absent profile ends. */
export interface DatedGroup {
  readonly effectiveFrom: LocalDate;
  readonly calculatedAt: LocalMoment | null;
  readonly profiles: readonly NotifiedProfile[];
}

const MIDNIGHT_OF_TIME = '' as LocalMoment;
const momentOf = (line: { readonly calculatedAt: LocalMoment | null }): LocalMoment =>
  line.calculatedAt ?? MIDNIGHT_OF_TIME;

/** Latest `date_calcul` of a document: documents of one call are taken in this order (rule 20). */
export function calculationOf(document: NotifiedDocument): LocalMoment {
  let latest = MIDNIGHT_OF_TIME;
  for (const line of document.lines) if (momentOf(line) > latest) latest = momentOf(line);
  return latest;
}

/** Groups lines by date of effect, earliest first; of several calculations of one key and date the latest wins. */
export function groupByDate(lines: readonly NotifiedLine[]): readonly DatedGroup[] {
  const only = lines[0];
  if (lines.length === 1 && only !== undefined) {
    return [{ effectiveFrom: only.effectiveFrom, calculatedAt: only.calculatedAt, profiles: [only] }];
  }
  const dates = new Map<LocalDate, Map<string, NotifiedLine>>();
  for (const line of lines) {
    const keys = dates.get(line.effectiveFrom) ?? new Map<string, NotifiedLine>();
    dates.set(line.effectiveFrom, keys);
    const former = keys.get(keyText(line));
    if (former === undefined || prevails(line, former)) keys.set(keyText(line), line);
  }
  return [...dates.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([effectiveFrom, keys]) => {
      const latest = [...keys.values()].reduce((a, b) => (momentOf(b) > momentOf(a) ? b : a));
      return { effectiveFrom, calculatedAt: latest.calculatedAt, profiles: inProfileOrder([...keys.values()]) };
    });
}

/** The later calculation; of one sentence said twice, the line that says it first. */
const prevails = (line: NotifiedLine, former: NotifiedLine): boolean =>
  momentOf(line) === momentOf(former) ? line.line < former.line : momentOf(line) > momentOf(former);

/** Lines that contradict another one: same key, date and calculation, other rate. All of them are refused, as none can be preferred. */
export function contradictions(lines: readonly NotifiedLine[]): LineFault[] {
  if (lines.length < 2) return [];
  const groups = new Map<string, NotifiedLine[]>();
  for (const line of lines) {
    const key = `${keyText(line)}|${line.effectiveFrom}|${momentOf(line)}`;
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [line]);
    else alike.push(line);
  }
  return [...groups.values()]
    .filter((group) => new Set(group.map((line) => line.rate)).size > 1)
    .flatMap((group) => {
      const rates = group.toSorted((a, b) => a.line - b.line).slice(0, SHOWN_RATES);
      const said = rates.map((line) => `${frenchRate(line.rate)} (ligne ${line.line})`).join(', ');
      return group.map((line) => contradictionFault(line, said));
    });
}

/** A document that repeats one key a thousand times is not quoted whole on each of its lines. */
const SHOWN_RATES = 5;

function contradictionFault(line: NotifiedLine, said: string): LineFault {
  return {
    line: line.line,
    siret: line.siret,
    siretAsWritten: line.siret,
    code: 'TAUX_CONTRADICTOIRES',
    message: `Code risque ${dsnCode(line.code, line.office)} au ${frenchDate(line.effectiveFrom)} : la même clé porte plusieurs taux, ${said} ; demandez un document à jour à la caisse.`,
  };
}
