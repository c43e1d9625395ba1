import { Injectable } from '@nestjs/common';
import { estimateOf, type Estimate } from '#domain/estimate/estimate';
import { nationalSteps, seriesOf, spansOf, unchangedSince, type RateSeries, type Span } from '#domain/rates/history';
import { keyText } from '#domain/rates/profile';
import { caisseOf, isAlsaceMoselle } from '#domain/reference/places';
import type { Reference } from '#domain/reference/reference';
import type { TaskKind } from '#domain/tasks/task';
import type { LocalDate } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import type { RiskCode } from '#domain/values/risk-code';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { Database, type Tx } from '#storage/database';
import type { LedgerSheet } from '#storage/ledger/read-sheets';
import { actOf, actsThatRecorded, feedFiles, type ReceivedFile, type RecordingAct } from '#storage/ledger/sheet-origin';
import { openTasksAt } from '#storage/tasks/open-tasks';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';
import { oldestClaimable } from '../estimate/estimate-regularisation';
import { Clock } from '../ports/clock';
import { parisDay, parisMonth } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';
import { staffOf, type ProfileStaff } from './profile-staff';

/** A stretch of the history with where its rates come from. */
export interface TracedSpan extends Span<LedgerSheet> {
  /** The document received; null when none was. */
  readonly file: ReceivedFile | null;
  /** Who recorded it and why, when it was an act on this establishment alone. */
  readonly act: RecordingAct | null;
}

export interface OpenTaskHere {
  readonly id: number;
  readonly kind: TaskKind;
}

/** Everything about the rates of one establishment, for people. */
export interface EstablishmentRates {
  readonly establishment: KnownEstablishment;
  readonly caisse: string | null;
  readonly today: LocalDate;
  /** Oldest first. */
  readonly spans: readonly TracedSpan[];
  /** The one that holds today. */
  readonly current: TracedSpan | null;
  /** Day since which today's rates are what they are, through confirmations. */
  readonly unchangedSince: LocalDate | null;
  /** The one that follows today's; null when no other is on file. */
  readonly next: TracedSpan | null;
  readonly series: readonly RateSeries[];
  /** National rates of the same codes; empty in Alsace-Moselle, whose own are not known to us. */
  readonly national: readonly RateSeries[];
  readonly alsaceMoselle: boolean | null;
  readonly labels: ReadonlyMap<RiskCode, string | null>;
  readonly staff: ProfileStaff;
  readonly estimate: Estimate;
  readonly tasks: readonly OpenTaskHere[];
  /** Greatest number on file: what a correction has seen. */
  readonly lastSheet: number;
}

/** Reads the rates of an establishment: in force, before, next, with their origin and who is paid at them. */
@Injectable()
export class ReadEstablishmentRates {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(siret: string, { scope }: Caller): Promise<Result<EstablishmentRates>> {
    const now = this.clock.now();
    const { reference } = await this.rulebook.current();
    const read = await this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      return found.ok ? accepted({ establishment: found.value, ...(await factsOf(tx, found.value)) }) : found;
    });
    if (!read.ok) return read;
    const feeds = read.value.evidence.sheets.flatMap(({ feed }) => (feed === null ? [] : [feed]));
    // A document may name other companies: its name is read apart, once the caller is known to be named in it.
    const files = await this.database.transaction('system', (tx) => feedFiles(tx, feeds));
    return accepted(
      view({ ...read.value, files, reference, today: parisDay(now), since: oldestClaimable(parisMonth(now)) }),
    );
  }
}

async function factsOf(tx: Tx, { siret }: KnownEstablishment) {
  return {
    evidence: await readEvidence(tx, siret),
    acts: await actsThatRecorded(tx, siret),
    tasks: await openTasksAt(tx, siret),
  };
}

type Facts = Awaited<ReturnType<typeof factsOf>> & {
  readonly establishment: KnownEstablishment;
  readonly files: ReadonlyMap<number, ReceivedFile>;
  readonly reference: Reference;
  readonly today: LocalDate;
  readonly since: Parameters<typeof estimateOf>[3];
};

function view(facts: Facts): EstablishmentRates {
  const { establishment, evidence, tasks, reference, today, since } = facts;
  const spans = spansOf(evidence.sheets).map((span) => traced(span, facts));
  const index = spans.findLastIndex(({ from }) => from <= today);
  const series = seriesOf(spans);
  const alsaceMoselle = isAlsaceMoselle(establishment.postcode);
  const codes = [...new Set(evidence.sheets.flatMap(({ profiles }) => profiles.map(({ code }) => code)))];
  return {
    establishment,
    caisse: caisseOf(establishment.postcode)?.name ?? null,
    today,
    spans,
    current: spans[index] ?? null,
    unchangedSince: unchangedSince(spans, index),
    next: spans[index + 1] ?? null,
    series,
    national: alsaceMoselle === true ? [] : nationalOf(series, reference),
    alsaceMoselle,
    labels: new Map(codes.map((code) => [code, reference.label(code)])),
    staff: staffOf(evidence, reference, today),
    estimate: estimateOf(evidence.contracts, evidence, reference, since),
    tasks: tasks.map(({ id, kind }) => ({ id, kind })),
    lastSheet: lastNumber(evidence),
  };
}

const lastNumber = ({ sheets }: Pick<EstablishmentEvidence, 'sheets'>): number =>
  Math.max(0, ...sheets.map(({ number }) => number));

function traced(span: Span<LedgerSheet>, { files, acts }: Facts): TracedSpan {
  const { feed, number } = span.sheet;
  return { ...span, file: feed === null ? null : (files.get(feed) ?? null), act: actOf(acts, number) };
}

/** One national series per code and office form, beside that of the establishment whatever its sections. */
function nationalOf(series: readonly RateSeries[], reference: Reference): readonly RateSeries[] {
  const keys = new Map(series.map(({ key }) => [keyText({ ...key, section: null }), { ...key, section: null }]));
  return [...keys.values()]
    .map((key) => ({ key, steps: nationalSteps(key, reference) }))
    .filter(({ steps }) => steps.length > 0);
}
