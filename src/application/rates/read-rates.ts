import { Injectable } from '@nestjs/common';
import { sheetOn, type RateSheet } from '#domain/rates/sheet';
import { parseInstant } from '#domain/values/instant';
import { parseIsoDate, type LocalDate } from '#domain/values/local-date';
import { accepted, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import { Database } from '#storage/database';
import { sheetsOfEstablishment } from '#storage/ledger/read-sheets';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { Clock } from '../ports/clock';
import { endOfParisDay, parisDay } from '../ports/paris';

export interface RatesQuestion {
  readonly siret: string;
  /** The day asked about; the Paris day of now when absent. */
  readonly on?: string | undefined;
  /** What was believed at this instant, inclusive; now when absent. A bare day counts whole. */
  readonly knownAt?: string | undefined;
}

export interface RatesAnswer {
  readonly siret: Siret;
  readonly on: LocalDate;
  readonly knownAt: string;
  readonly sheet: RateSheet | null;
}

/** Which rates held on a day, as they were known at an instant. */
@Injectable()
export class ReadRates {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(question: RatesQuestion, { scope }: Caller): Promise<Result<RatesAnswer>> {
    const now = this.clock.now();
    const on = question.on === undefined ? accepted(parisDay(now)) : parseIsoDate(question.on);
    if (!on.ok) return on;
    const knownAt = question.knownAt === undefined ? accepted(now) : parseKnownAt(question.knownAt);
    if (!knownAt.ok) return knownAt;
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, question.siret, scope);
      if (!found.ok) return found;
      const { siret } = found.value;
      const sheet = sheetOn(await sheetsOfEstablishment(tx, siret), on.value, knownAt.value);
      return accepted({ siret, on: on.value, knownAt: knownAt.value, sheet });
    });
  }
}

function parseKnownAt(text: string): Result<string> {
  const day = parseIsoDate(text.trim());
  return day.ok ? accepted(endOfParisDay(day.value)) : parseInstant(text);
}
