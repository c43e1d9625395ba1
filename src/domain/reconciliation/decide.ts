import { inProfileOrder } from '../rates/profile';
import type { LineFault } from '../feed/feed';
import type { RateSheet } from '../rates/sheet';
import type { Reference } from '../reference/reference';
import { AWAITING_NOTICE } from '../values/risk-code';
import type { Siret } from '../values/siret';
import { withheld, type BatchCount } from './batch';
import { contextOf, type Comparison, type DateContext } from './date-context';
import { calculationOf, groupByDate, type DatedGroup, type NotifiedDocument } from './document';
import type { Dossier } from './dossier';
import type { Policy } from './policy';
import { DATE_RULES } from './rules';
import { doubtsAbout } from './trust';
import { isApplied, REASONS, VERDICTS, type DatedFinding, type Decision } from './verdict';

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
  const { documents } = subject;
  const [only] = documents;
  if (documents.length === 1 && only !== undefined) {
    return [{ document: only, decision: decideInBatch(only, subject.dossier, world) }];
  }
  let { dossier } = subject;
  return inOrderOfCalculation(documents).map((document) => {
    const decision = decideInBatch(document, dossier, world);
    if (dossier !== null) dossier = withDecision(dossier, decision);
    return { document, decision };
  });
}

function decideInBatch(document: NotifiedDocument, dossier: Dossier | null, world: World): Decision {
  const alone = decideDocument(document, dossier, world);
  return world.withheldFor === undefined ? alone : withheld(alone, world.withheldFor);
}

function decideDocument(document: NotifiedDocument, dossier: Dossier | null, world: World): Decision {
  if (document.lines.length === 0 && document.faults.length === 0) return ignored(document);
  const groups = groupByDate(document.lines);
  const doubts = doubtsAbout(document, groups, dossier, world);
  return doubts.length > 0 || dossier === null
    ? quarantined(document, doubts)
    : spokenBy(findingsOf(groups, dossier, world), document);
}

/** Each date is asked with the earlier ones of the same document on file, as far as they may be applied. */
function findingsOf(groups: readonly DatedGroup[], dossier: Dossier, world: World): readonly DatedFinding[] {
  const [only] = groups;
  if (groups.length === 1 && only !== undefined) return [findingOf(contextOf(only, dossier, world, null))];
  let known = dossier;
  return groups.map((group, index) => {
    const finding = findingOf(contextOf(group, known, world, groups[index + 1]?.effectiveFrom ?? null));
    if (isApplied(finding.verdict)) known = withSheets(known, [finding]);
    return finding;
  });
}

function findingOf(context: DateContext): DatedFinding {
  const { group, comparisons, policy, opening, uncounted } = context;
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
      sheet: uncounted.length === 0 ? group.profiles : wholeSheet(context),
      opening: opening === null ? null : opening.year,
      compared: comparedWithFile(comparisons),
      moved: movedBy(comparisons, policy.batch.movedBy),
    };
  }
  throw new Error('The last rule of the table speaks for every date.');
}

/** A notification ends an absent profile only among those a caisse notifies: MSA and published codes are carried over, 999ZZ is not. */
function wholeSheet({ group, uncounted, reference }: DateContext): DatedFinding['sheet'] {
  const carried = uncounted
    .filter((profile) => profile.code !== AWAITING_NOTICE)
    .map((profile) => {
      const { code, office } = profile;
      const published = reference.isPublishedOnly(code)
        ? reference.nationalRate(code, office, group.effectiveFrom)
        : null;
      return published === null ? profile : { ...profile, rate: published };
    });
  return inProfileOrder([...group.profiles, ...carried]);
}

/** Over several dates the first verdict of the closed list speaks; among equals the strongest reason, then the latest date. */
function spokenBy(dated: readonly DatedFinding[], { siret, feed }: NotifiedDocument): Decision {
  let [speaker] = dated;
  if (speaker === undefined) throw new Error('A document with trusted lines has at least one date of effect.');
  for (const finding of dated) if (weight(finding) <= weight(speaker)) speaker = finding;
  const { verdict, rule, reason, facts, effectiveFrom } = speaker;
  return { siret, feed, verdict, rule, reason, facts, effectiveFrom, dated, refusedLines: [] };
}

const weight = ({ verdict, reason }: DatedFinding): number =>
  VERDICTS.indexOf(verdict) * (REASONS.length + 1) + (reason === null ? REASONS.length : REASONS.indexOf(reason));

const ignored = ({ siret, feed }: NotifiedDocument): Decision => ({
  siret,
  feed,
  verdict: 'IGNORED',
  rule: 'SANS_TAUX_ATMP',
  reason: null,
  facts: {},
  effectiveFrom: null,
  dated: [],
  refusedLines: [],
});

/** The gravest doubt comes first and gives the rule its name. */
function quarantined({ siret, feed }: NotifiedDocument, doubts: readonly LineFault[]): Decision {
  const [gravest] = doubts;
  if (gravest === undefined) throw new Error('A document is quarantined by its lines: each of them says why.');
  const lignes = new Set(doubts.map(({ line }) => line)).size;
  return {
    siret,
    feed,
    verdict: 'QUARANTINED',
    rule: gravest.code,
    reason: null,
    facts: { lignes, premiere: gravest.line, motif: gravest.message },
    effectiveFrom: null,
    dated: [],
    refusedLines: doubts.toSorted((a, b) => a.line - b.line),
  };
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

/** Rates that have a rate on file to compare with: a national rate says nothing of how much an establishment moves. */
function comparedWithFile(comparisons: readonly Comparison[]): number {
  let count = 0;
  for (const { onFile } of comparisons) if (onFile !== null) count++;
  return count;
}

/** Of these, the ones that change by `percentage` of the former rate or more. */
function movedBy(comparisons: readonly Comparison[], percentage: number): number {
  let count = 0;
  for (const { onFile, notified } of comparisons) {
    if (onFile === null || onFile.rate === notified.rate) continue;
    if (Math.abs(notified.rate - onFile.rate) * 100 >= onFile.rate * percentage) count++;
  }
  return count;
}
