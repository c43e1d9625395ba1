import { Injectable } from '@nestjs/common';
import { nextChangeAfter, sheetOn } from '#domain/rates/sheet';
import { caisseOf } from '#domain/reference/places';
import type { LocalDate } from '#domain/values/local-date';
import { parseSiret, type Siret } from '#domain/values/siret';
import { listEstablishments } from '#storage/companies/list-establishments';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { Database } from '#storage/database';
import { sheetsOfEstablishments, type LedgerSheet } from '#storage/ledger/read-sheets';
import { companiesOf, type Caller } from '../access/caller';
import { PAGE, pageOf, type Page } from '../overview/page';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';

export interface EstablishmentsQuestion {
  /** A company's name, or the beginning of a SIREN or SIRET; null = all. */
  readonly search: string | null;
  /** SIRET after which the page begins. */
  readonly after: string | null;
}

export interface ListedRates {
  readonly establishment: KnownEstablishment;
  readonly caisse: string | null;
  /** What holds today; null when no rate is known. */
  readonly sheet: LedgerSheet | null;
  /** What will hold next, once known; null when nothing else is on file. */
  readonly next: LedgerSheet | null;
}

export interface ListedRatesPage extends Page<ListedRates, Siret> {
  readonly today: LocalDate;
}

/** The establishments that the caller sees with the rates in force: two reads, however many rates they have. */
@Injectable()
export class ListEstablishmentRates {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run({ search, after }: EstablishmentsQuestion, { scope }: Caller, size = PAGE): Promise<ListedRatesPage> {
    const today = parisDay(this.clock.now());
    const from = after === null ? null : parseSiret(after);
    return this.database.transaction(scope, async (tx) => {
      const asked = { companies: companiesOf(scope), search, after: from?.ok === true ? from.value : null };
      const read = await listEstablishments(tx, asked, size + 1);
      const { rows, next } = pageOf(read, ({ siret }) => siret, size);
      const sheets = await sheetsOfEstablishments(
        tx,
        rows.map(({ siret }) => siret),
      );
      return { rows: rows.map((row) => listed(row, sheets.get(row.siret) ?? [], today)), next, today };
    });
  }
}

function listed(establishment: KnownEstablishment, sheets: readonly LedgerSheet[], today: LocalDate): ListedRates {
  const change = nextChangeAfter(sheets, today);
  return {
    establishment,
    caisse: caisseOf(establishment.postcode)?.name ?? null,
    sheet: sheetOn(sheets, today),
    next: change === null ? null : sheetOn(sheets, change),
  };
}
