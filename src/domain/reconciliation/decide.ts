import { inProfileOrder } from '../rates/profile';
import type { RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import type { Siret } from '../values/siret';
import { withheld, type BatchCount } from './batch';
import { contextOf, type DateContext } from './date-context';
import { calculationOf, groupByDate, type DatedGroup, type NotifiedDocument } from './document';
import type { Dossier } from './dossier';
import type { Policy } from './policy';
import { DATE_RULES } from './rules';
import { outdatedLines, unknownEstablishment, untrustworthyLines } from './trust';
import { isApplied, VERDICTS, type DatedFinding, type Decision, type Facts, type VerdictKind } from './verdict';

/** Everything one batch says of one establishment, beside what is known of it (null: nobody has named it yet). */
export interface EstablishmentCase {
  readonly siret: Siret;
  readonly dossier: Dossier | null;
  readonly documents: readonly NotifiedDocument[];
}

export interface World {
  readonly reference: Reference;
  readonly policy: Policy;
  /** Set when the breaker holds the whole batch: nothing of it then counts as being on file. */
  readonly withheldFor?: BatchCount;
  /** Set when a person releases what a guard held, with a reason: the guards have had their say. */
  readonly guardsLifted?: boolean;
}

export interface DecidedDocument {
  readonly document: NotifiedDocument;
  readonly decision: Decision;
}

/** One decision per document, in order of calculation; what one document brings is on file for the next. */
export function decide(subject: EstablishmentCase, world: World): readonly DecidedDocument[] {
  let dossier = subject.dossier;
  return inOrderOfCalculation(subject.documents).map((document) => {
    const alone = decideDocument(document, dossier, world);
    const decision = world.withheldFor === undefined ? alone : withheld(alone, world.withheldFor);
    if (dossier !== null && subject.documents.length > 1) dossier = withDecision(dossier, decision);
    return { document, decision };
  });
}

function decideDocument(document: NotifiedDocument, dossier: Dossier | null, world: World): Decision {
  const { siret, feed } = document;
  const whole = (
    verdict: VerdictKind,
    rule: string,
    facts: Facts,
    refusedLines: Decision['refusedLines'],
  ): Decision => {
    return { siret, feed, verdict, rule, facts, refusedLines, reason: null, effectiveFrom: null, dated: [] };
  };
  if (document.lines.length === 0 && document.faults.length === 0) return whole('IGNORED', 'SANS_TAUX_ATMP', {}, []);
  const doubts = untrustworthyLines(document, world);
  if (dossier === null && document.lines.length > 0) doubts.push(...unknownEstablishment(document));
  const groups = groupByDate(document.lines);
  if (dossier !== null) doubts.push(...outdatedLines(groups, document, dossier));
  const [first] = doubts;
  if (first !== undefined || dossier === null) {
    return whole('QUARANTINED', first?.code ?? 'ETABLISSEMENT_INCONNU', quarantineFacts(doubts), inLineOrder(doubts));
  }
  return spokenBy(strongest(findingsOf(groups, dossier, world)), { siret, feed });
}

function findingsOf(groups: readonly DatedGroup[], dossier: Dossier, world: World): readonly DatedFinding[] {
  let known = dossier;
  return groups.map((group, index) => {
    const finding = findingOf(contextOf(group, known, world, groups[index + 1]?.effectiveFrom ?? null));
    if (index + 1 < groups.length && isApplied(finding.verdict)) known = withSheets(known, [finding]);
    return finding;
  });
}

function findingOf(context: DateContext): DatedFinding {
  const { group, comparisons, policy } = context;
  const former = comparisons.filter((comparison) => comparison.origin === 'FICHE');
  const moved = former.filter(
    ({ notified, former: rate }) =>
      rate !== null && Math.abs(notified.rate - rate) * 100 >= rate * policy.batch.movedBy,
  );
  for (const { name, verdict, reason, speaks } of DATE_RULES) {
    const facts = speaks(context);
    if (facts === null) continue;
    return {
      rule: name,
      verdict,
      reason,
      facts,
      effectiveFrom: group.effectiveFrom,
      calculatedAt: group.calculatedAt,
      notified: group.profiles,
      sheet: context.uncounted.length === 0 ? group.profiles : wholeSheet(context),
      opening: context.opening?.year ?? null,
      compared: former.length,
      moved: moved.length,
    };
  }
  throw new Error('The last rule of the table speaks for every date.');
}

/** A notification ends an absent profile only among those a caisse notifies: MSA and published codes are carried over, 999ZZ is not. */
function wholeSheet({ group, uncounted, reference }: DateContext): DatedFinding['sheet'] {
  const carried = uncounted
    .filter((profile) => profile.code !== '999ZZ')
    .map((profile) =>
      reference.isPublishedOnly(profile.code)
        ? { ...profile, rate: reference.nationalRate(profile.code, false, group.effectiveFrom) ?? profile.rate }
        : profile,
    );
  return inProfileOrder([...group.profiles, ...carried]);
}

/** Over several dates the first verdict of the closed list speaks; among equals the strongest reason, then the latest date. */
function strongest(findings: readonly DatedFinding[]): readonly DatedFinding[] {
  if (findings.length < 2) return findings;
  const weight = ({ verdict, reason }: DatedFinding): number =>
    VERDICTS.indexOf(verdict) * 10 + ['INCOHERENT', 'SEVERAL_RATES', 'AUTOMATION_NOT_ALLOWED', null].indexOf(reason);
  return [...findings].sort((a, b) => weight(a) - weight(b) || (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
}

function spokenBy(
  findings: readonly DatedFinding[],
  about: { readonly siret: Siret; readonly feed: number },
): Decision {
  const [speaker] = findings;
  if (speaker === undefined) throw new Error('A document with trusted lines has at least one date of effect.');
  const { verdict, rule, reason, facts, effectiveFrom } = speaker;
  const dated =
    findings.length === 1 ? findings : [...findings].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  return { ...about, verdict, rule, reason, facts, effectiveFrom, dated, refusedLines: [] };
}

function withDecision(dossier: Dossier, decision: Decision): Dossier {
  if (isApplied(decision.verdict)) return withSheets(dossier, decision.dated);
  if (decision.verdict !== 'TASK_RAISED') return dossier;
  const marks = decision.dated.map(({ effectiveFrom, calculatedAt }) => {
    return { id: 0, kind: 'INCOHERENCE' as const, cause: effectiveFrom, effectiveFrom, calculatedAt };
  });
  return { ...dossier, openTasks: [...dossier.openTasks, ...marks] };
}

function withSheets(dossier: Dossier, findings: readonly DatedFinding[]): Dossier {
  const last = dossier.sheets.reduce((highest, sheet) => Math.max(highest, sheet.number), 0);
  const sheets = findings.map(({ effectiveFrom, calculatedAt, sheet }, index): RateSheet => {
    return {
      number: last + index + 1,
      effectiveFrom,
      calculatedAt,
      profiles: sheet,
      source: 'NOTIFIED',
      recordedAt: '',
    };
  });
  return { ...dossier, sheets: [...dossier.sheets, ...sheets] };
}

function inOrderOfCalculation(documents: readonly NotifiedDocument[]): readonly NotifiedDocument[] {
  if (documents.length < 2) return documents;
  const dated = documents.map((document) => ({ document, at: calculationOf(document) }));
  return dated
    .sort((a, b) => (a.at === b.at ? a.document.feed - b.document.feed : a.at < b.at ? -1 : 1))
    .map(({ document }) => document);
}

const quarantineFacts = (doubts: Decision['refusedLines']): Facts => ({
  lignes: doubts.length,
  premiere: doubts[0]?.line ?? null,
  motif: doubts[0]?.message ?? null,
});

const inLineOrder = (faults: readonly Decision['refusedLines'][number][]): Decision['refusedLines'] =>
  [...faults].sort((a, b) => a.line - b.line);
