import { Injectable } from '@nestjs/common';
import { sheetOn } from '#domain/rates/sheet';
import { caisseOf, isAlsaceMoselle, type Caisse } from '#domain/reference/places';
import type { CampaignYear, Reference } from '#domain/reference/reference';
import { expectedMode, type ExpectedMode } from '#domain/tariff/expected-mode';
import { penaltyScale, type PenaltyShare } from '#domain/tariff/enrolment-penalty';
import type { Headcount } from '#domain/tariff/headcount';
import type { LocalDate } from '#domain/values/local-date';
import type { Rate } from '#domain/values/rate';
import { accepted, type Result } from '#domain/values/result';
import { AWAITING_NOTICE, parseRiskCode, type RiskCode } from '#domain/values/risk-code';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { tariffFactsOf } from '#storage/companies/tariff-facts';
import { Database } from '#storage/database';
import { sheetsOfEstablishment, type LedgerSheet } from '#storage/ledger/read-sheets';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';
import { Rulebook } from '../rulebook/rulebook';

/** How the rate of one establishment is made; null and UNKNOWN where nobody has said what it takes. */
export interface EstablishmentGuide {
  readonly establishment: KnownEstablishment;
  readonly caisse: Caisse | null;
  readonly alsaceMoselle: boolean | null;
  readonly headcount: Headcount | null;
  readonly createdOn: LocalDate | null;
  /** Whether the company is enrolled for the compte AT/MP. */
  readonly atmpAccount: boolean | null;
  readonly mode: ExpectedMode;
  readonly codes: readonly { readonly code: RiskCode; readonly label: string | null }[];
  readonly btp: boolean | null;
}

export interface YearlyRate {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  readonly rate: Rate | null;
}

export interface Guide {
  readonly today: LocalDate;
  /** The tables in force today. */
  readonly tables: CampaignYear | null;
  readonly nationalMean: Rate | null;
  /** Of an employer without establishment in France, latest first. */
  readonly abroad: readonly YearlyRate[];
  /** What a year without AT/MP account may cost per employee, by headcount; null when the year's ceiling is not known. */
  readonly penalty: readonly PenaltyShare[] | null;
  /** Null when no establishment was named. */
  readonly own: EstablishmentGuide | null;
}

/** Employer without establishment in France: one rate for all. */
const ABROAD = parseRiskCode('511TH');
const YEARS_SHOWN = 3;

/** What there is to know about rates and codes, for everybody and for one establishment when it is named. */
@Injectable()
export class ReadGuide {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(siret: string | null, { scope }: Caller): Promise<Result<Guide>> {
    const today = parisDay(this.clock.now());
    const { reference } = await this.rulebook.current();
    const general = generalGuide(reference, today);
    if (siret === null) return accepted({ ...general, own: null });
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      if (!found.ok) return found;
      const tariff = await tariffFactsOf(tx, found.value.siret);
      const sheet = sheetOn(await sheetsOfEstablishment(tx, found.value.siret), today);
      return accepted({ ...general, own: ownGuide(found.value, { tariff, sheet, reference, today }) });
    });
  }
}

function generalGuide(reference: Reference, today: LocalDate): Omit<Guide, 'own'> {
  const campaigns = reference.campaigns().filter(({ effectiveFrom }) => effectiveFrom <= today);
  const latest = [...campaigns].reverse().slice(0, YEARS_SHOWN);
  const abroad = latest.map(({ year, effectiveFrom }) => {
    const rate = ABROAD.ok ? reference.nationalRate(ABROAD.value.code, false, effectiveFrom) : null;
    return { year, effectiveFrom, rate };
  });
  const pmss = reference.pmss(Number(today.slice(0, 4)));
  return {
    ...{ today, abroad },
    tables: latest[0] ?? null,
    nationalMean: reference.nationalMean(today),
    penalty: pmss === null ? null : penaltyScale(pmss),
  };
}

interface Known {
  readonly tariff: Awaited<ReturnType<typeof tariffFactsOf>>;
  readonly sheet: LedgerSheet | null;
  readonly reference: Reference;
  readonly today: LocalDate;
}

function ownGuide(establishment: KnownEstablishment, { tariff, sheet, reference, today }: Known): EstablishmentGuide {
  const { postcode } = establishment;
  const { headcount = null, createdOn = null, atmpAccount = null } = tariff ?? {};
  const codes = [...new Set((sheet?.profiles ?? []).map(({ code }) => code))].filter(
    (code) => code !== AWAITING_NOTICE,
  );
  const btp = codes.length === 0 ? null : codes.some((code) => reference.isBtp(code));
  return {
    ...{ establishment, headcount, createdOn, atmpAccount, btp },
    caisse: caisseOf(postcode),
    alsaceMoselle: isAlsaceMoselle(postcode),
    mode: expectedMode({ headcount, postcode, btp, createdOn, codes }, today),
    codes: codes.map((code) => ({ code, label: reference.label(code) })),
  };
}
