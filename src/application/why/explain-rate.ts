import { Injectable } from '@nestjs/common';
import { isOpenIn } from '#domain/affiliation/contract';
import { PayrollRates, type Assigned } from '#domain/payroll/payroll';
import { sheetOn, type SheetSource } from '#domain/rates/sheet';
import { originOf, type Origin } from '#domain/reconciliation/origin';
import { caisseOf } from '#domain/reference/places';
import type { Reference } from '#domain/reference/reference';
import { parseWrittenDate, periodOf, type LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import { accepted, type Result } from '#domain/values/result';
import type { KnownEstablishment, NamedContract } from '#storage/companies/read-establishment';
import { Database, type Tx } from '#storage/database';
import type { LedgerSheet } from '#storage/ledger/read-sheets';
import {
  actOf,
  actsThatRecorded,
  declarationFile,
  feedFile,
  importedTableFile,
  verdictOn,
  type ReceivedFile,
  type RecordingAct,
} from '#storage/ledger/sheet-origin';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';

export interface ConcernedEmployee extends NamedContract {
  readonly assigned: Extract<Assigned, { kind: 'RATED' }>;
}

/** The rate of a day with everything that brought it: read back, never computed again. */
export interface ExplainedRate {
  readonly sheet: LedgerSheet;
  /** The sheet that held for the same day until this one was recorded. */
  readonly former: LedgerSheet | null;
  readonly source: {
    readonly kind: SheetSource;
    readonly file: string | null;
    readonly line: number | null;
    readonly sha256: string | null;
    readonly receivedAt: string;
  };
  readonly origin: Origin;
  /** Who recorded it, when it was an act on this establishment alone. */
  readonly act: RecordingAct | null;
  readonly employees: readonly ConcernedEmployee[];
}

export interface RateExplanation {
  readonly establishment: KnownEstablishment;
  readonly caisse: string | null;
  readonly on: LocalDate;
  /** Rates of the sheet named by what their codes are called. */
  readonly labels: ReadonlyMap<string, string>;
  /** Null when no rate holds that day. */
  readonly explained: ExplainedRate | null;
}

/** Says for any rate on any day where it came from. */
@Injectable()
export class ExplainRate {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(siret: string, day: string | undefined, { scope }: Caller): Promise<Result<RateExplanation>> {
    const on = day === undefined ? accepted(parisDay(this.clock.now())) : parseWrittenDate(day);
    if (!on.ok) return on;
    const { reference } = await this.rulebook.current();
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      if (!found.ok) return found;
      const evidence = await readEvidence(tx, found.value.siret);
      const sheet = sheetOn(evidence.sheets, on.value);
      return accepted({
        establishment: found.value,
        caisse: caisseOf(found.value.postcode)?.name ?? null,
        on: on.value,
        labels: labelsOf(sheet, reference),
        explained:
          sheet === null ? null : await explainSheet(tx, found.value, { sheet, evidence, on: on.value, reference }),
      });
    });
  }
}

interface Subject {
  readonly sheet: LedgerSheet;
  readonly evidence: EstablishmentEvidence;
  readonly on: LocalDate;
  readonly reference: Reference;
}

async function explainSheet(tx: Tx, { siret }: KnownEstablishment, subject: Subject): Promise<ExplainedRate> {
  const { sheet, evidence, reference } = subject;
  const { source: kind, effectiveFrom, recordedAt, feed } = sheet;
  const received = await fileOf(tx, siret, sheet);
  const arrete = kind === 'PUBLISHED' ? (reference.campaignStarting(effectiveFrom)?.arrete ?? null) : null;
  const verdict = feed === null ? null : await verdictOn(tx, feed, siret);
  const earlier = evidence.sheets.filter(({ number }) => number < sheet.number);
  return {
    sheet,
    former: sheetOn(earlier, effectiveFrom),
    source: {
      kind,
      file: received?.file ?? arrete,
      line: sheet.profiles[0]?.line ?? received?.line ?? null,
      sha256: received?.sha256 ?? null,
      receivedAt: received?.receivedAt ?? recordedAt,
    },
    origin: originOf(sheet, verdict, arrete === null ? {} : { arrete }),
    act: actOf(await actsThatRecorded(tx, siret), sheet.number),
    employees: concerned(subject),
  };
}

function fileOf(tx: Tx, siret: KnownEstablishment['siret'], sheet: LedgerSheet): Promise<ReceivedFile | null> {
  if (sheet.feed !== null) return feedFile(tx, sheet.feed);
  const { source, effectiveFrom, recordedAt } = sheet;
  if (source === 'DECLARED') return declarationFile(tx, siret, periodOf(effectiveFrom), recordedAt);
  return source === 'PUBLISHED' ? importedTableFile(tx, effectiveFrom) : Promise.resolve(null);
}

function concerned({ sheet, evidence, on, reference }: Subject): ConcernedEmployee[] {
  const rates = new PayrollRates(evidence.contracts, evidence, reference);
  return evidence.contracts
    .filter((contract) => isOpenIn(contract, on, on))
    .flatMap((contract) => {
      const assigned = rates.on(contract, on);
      return assigned.kind === 'RATED' && assigned.sheet.number === sheet.number ? [{ ...contract, assigned }] : [];
    });
}

function labelsOf(sheet: LedgerSheet | null, reference: Reference): ReadonlyMap<string, string> {
  const labels = (sheet?.profiles ?? []).map(({ code }) => [code, reference.label(code) ?? ''] as const);
  return new Map(labels);
}

export const highestRate = (sheet: LedgerSheet | null): Rate | null => sheet?.profiles[0]?.rate ?? null;
