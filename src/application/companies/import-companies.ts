import { Injectable } from '@nestjs/common';
import { readCompanyFile, type CompanyLine } from '#domain/companies/company-file';
import type { FileRejection, LineRejection } from '#domain/values/rejection';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { establishmentsOf, recordCompanies } from '#storage/companies/record-companies';
import { Database, type Tx } from '#storage/database';
import { admit, attachFresh, outsideAccount, type Admission } from '../access/admission';
import { DecideAside } from '../intake/decide-aside';
import { FinishBatches } from '../intake/finish-batches';
import { Clock } from '../ports/clock';
import { readInput } from '../ports/input-file';
import { parisDay } from '../ports/paris';
import { raiseFirstPayrolls } from '../tasks/raise-first-payrolls';

export interface CompaniesReport {
  /** Companies that the file names in readable lines. */
  readonly companies: number;
  readonly rejections: readonly FileRejection[];
}

/** Company facts that no DSN carries: headcount, client since, automation, AT/MP account. */
@Injectable()
export class ImportCompanies {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly finishBatches: FinishBatches,
    private readonly decideAside: DecideAside,
  ) {}

  async run(path: string, actor: string, admission: Admission = 'ALL'): Promise<Result<CompaniesReport>> {
    const input = await readInput(path);
    if (!input.ok) return input;
    const { file, bytes, sha256 } = input.value;
    const read = readCompanyFile(file, bytes);
    if (read.refusal !== null) return { ok: false, refusal: read.refusal };
    // What a crash left decided is applied first: it was decided on what is known before this import.
    const origin = { file, sha256, actor };
    const recorded = await this.finishBatches.before(() => this.record(read.companies, origin, admission));
    const { sirets, companies, outside } = recorded;
    await this.decideAside.run(sirets, 'UNKNOWN_ESTABLISHMENT', actor);
    return accepted({
      companies,
      rejections: [...read.rejections, ...outside].map((rejection) => ({ file, ...rejection })),
    });
  }

  /** The establishments of the companies named, once their facts are recorded and their first payrolls asked for. */
  private record(read: readonly CompanyLine[], { actor, ...origin }: Origin, admission: Admission): Promise<Recorded> {
    const at = this.clock.now();
    return this.database.transaction('system', async (tx) => {
      const { lines, outside, fresh } = await admittedLines(tx, read, admission);
      const sirens = [...new Set(lines.map(({ siren }) => siren))];
      await recordCompanies(tx, lines, parisDay(at));
      const sirets = await establishmentsOf(tx, sirens);
      const firstPayrolls = await raiseFirstPayrolls(tx, sirets, at, { companies: origin.file, sha256: origin.sha256 });
      const body = { ...origin, companies: sirens.length, firstPayrolls };
      const attached = await attachFresh(tx, admission, fresh, { at, actor });
      const entry = { at, actor, action: 'companies.imported', siren: null, siret: null, body, covers: null };
      await appendEntries(tx, [entry, ...attached]);
      return { sirets, companies: sirens.length, outside };
    });
  }
}

/** The lines of companies that the file may bring; each other company is refused once, at its first line. */
async function admittedLines(tx: Tx, read: readonly CompanyLine[], admission: Admission) {
  const { refused, fresh } = await admit(tx, admission, new Set(read.map(({ siren }) => siren)));
  const firstOf = new Map<string, LineRejection>();
  for (const { siren, line } of read)
    if (refused.has(siren) && !firstOf.has(siren)) firstOf.set(siren, { line, ...outsideAccount(siren) });
  return {
    lines: read.filter(({ siren }) => !refused.has(siren)),
    outside: [...firstOf.values()],
    fresh: [...fresh],
  };
}

interface Recorded {
  readonly sirets: readonly string[];
  readonly companies: number;
  readonly outside: readonly LineRejection[];
}

interface Origin {
  readonly file: string;
  readonly sha256: string;
  readonly actor: string;
}
