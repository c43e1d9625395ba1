import { Injectable } from '@nestjs/common';
import { estimateOf, type Estimate } from '#domain/estimate/estimate';
import { monthlyEffectOf, withSheets, type MonthlyEffect } from '#domain/estimate/monthly-effect';
import type { RateProfile } from '#domain/rates/profile';
import { explain } from '#domain/reconciliation/explain';
import { caisseOf } from '#domain/reference/places';
import type { Reference } from '#domain/reference/reference';
import { formerOf, undoingOf } from '#domain/updates/undo';
import { updateName } from '#domain/updates/update-name';
import { periodOf, type LocalDate } from '#domain/values/local-date';
import { accepted, type Refusal, type Result } from '#domain/values/result';
import type { RiskCode } from '#domain/values/risk-code';
import type { KnownEstablishment, NamedContract } from '#storage/companies/read-establishment';
import { Database } from '#storage/database';
import { feedFiles, type ReceivedFile } from '#storage/ledger/sheet-origin';
import { listRequests, type SupportRequest } from '#storage/support/requests';
import { undoneOf, type UndoneUpdate } from '#storage/updates/undone';
import type { Caller } from '../access/caller';
import { staffOf } from '../rates/profile-staff';
import { Rulebook } from '../rulebook/rulebook';
import { findUpdate, type FoundUpdate } from './find-update';

/** One date of an update: what held before and what was put in its place. */
export interface ChangedDate {
  readonly effectiveFrom: LocalDate;
  /** Empty when nothing was on file. */
  readonly before: readonly RateProfile[];
  readonly after: readonly RateProfile[];
}

/** What was done without a person, with all that lets one judge it. */
export interface DoneForYou {
  /** `auto-<feed>-<siret>` */
  readonly id: string;
  readonly feed: number;
  readonly establishment: KnownEstablishment;
  readonly caisse: string | null;
  readonly dates: readonly ChangedDate[];
  readonly file: ReceivedFile | null;
  readonly rule: string;
  /** The rule in words, from the facts kept when it spoke. */
  readonly why: string;
  readonly labels: ReadonlyMap<RiskCode, string | null>;
  /** Paid at one of its rates on its first day. */
  readonly employees: readonly NamedContract[];
  /** Per month, on the latest declared bases; null when unknown. */
  readonly monthly: MonthlyEffect | null;
  /** Months already declared since its date of effect that are not right with the rates of today. */
  readonly estimate: Estimate;
  readonly undone: UndoneUpdate | null;
  /** What people said of it, latest first. */
  readonly requests: readonly SupportRequest[];
  /** Why it cannot be undone; null when it can. */
  readonly lasting: Refusal | null;
}

/** More requests about one update are not shown. */
const SHOWN_REQUESTS = 20;

/** Reads an automatic update: before and after, since when, from which document, by which rule, for whom and for how much. */
@Injectable()
export class ReadUpdate {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, caller: Caller): Promise<Result<DoneForYou>> {
    const { reference } = await this.rulebook.current();
    const read = await this.database.transaction(caller.scope, async (tx) => {
      const found = await findUpdate(tx, id, caller);
      if (!found.ok) return found;
      const { feed, siret } = found.value.name;
      const asked = { companies: null, status: null, siret, feed, before: null };
      return accepted({
        found: found.value,
        requests: await listRequests(tx, asked, SHOWN_REQUESTS),
        undone: (await undoneOf(tx, siret)).find((one) => one.feed === feed) ?? null,
      });
    });
    if (!read.ok) return read;
    const { found, requests, undone } = read.value;
    // A document may name other companies: its name is read apart, once the caller is known to be named in it.
    const files = await this.database.transaction('system', (tx) => feedFiles(tx, [found.name.feed]));
    return accepted({ ...shown(found, reference), requests, undone, file: files.get(found.name.feed) ?? null });
  }
}

function shown(found: FoundUpdate, reference: Reference): Omit<DoneForYou, 'requests' | 'undone' | 'file'> {
  const { name, establishment, verdict, evidence, brought } = found;
  const dates = brought.map((sheet) => ({
    effectiveFrom: sheet.effectiveFrom,
    before: formerOf(evidence.sheets, sheet)?.profiles ?? [],
    after: sheet.profiles,
  }));
  const undoing = undoingOf(evidence.sheets, name.feed, reference);
  return {
    id: updateName(name),
    feed: name.feed,
    establishment,
    caisse: caisseOf(establishment.postcode)?.name ?? null,
    dates,
    rule: verdict.rule,
    why: explain(verdict),
    labels: labelsOf(dates, reference),
    ...effectOf(found, reference),
    lasting: undoing.ok ? null : undoing.refusal,
  };
}

/** People and amounts as the update left them, whatever came later; the months to settle as they stand today. */
function effectOf({ evidence, brought }: FoundUpdate, reference: Reference) {
  const { contracts, sheets } = evidence;
  const first = brought[0];
  const last = Math.max(0, ...brought.map(({ number }) => number));
  if (first === undefined)
    return { employees: [], monthly: null, estimate: { months: [], total: 0 as Estimate['total'] } };
  const day = first.effectiveFrom;
  const after = { ...evidence, sheets: sheets.filter(({ number }) => number <= last) };
  const before = withSheets(
    evidence,
    after.sheets.filter((sheet) => !brought.includes(sheet)),
  );
  const staff = staffOf(after, reference, day);
  return {
    employees: [...staff.byProfile.values()].flat(),
    monthly: monthlyEffectOf(contracts, { before, after }, reference, day),
    estimate: estimateOf(contracts, evidence, reference, periodOf(day)),
  };
}

function labelsOf(dates: readonly ChangedDate[], reference: Reference): DoneForYou['labels'] {
  const codes = dates.flatMap(({ before, after }) => [...before, ...after].map(({ code }) => code));
  return new Map(codes.map((code) => [code, reference.label(code)]));
}
