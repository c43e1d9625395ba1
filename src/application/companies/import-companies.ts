import { Injectable } from '@nestjs/common';
import { readCompanyFile, type CompanyLine } from '#domain/companies/company-file';
import type { FileRejection } from '#domain/values/rejection';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { establishmentsOf, recordCompanies } from '#storage/companies/record-companies';
import { Database } from '#storage/database';
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

  async run(path: string, actor: string): Promise<Result<CompaniesReport>> {
    const input = await readInput(path);
    if (!input.ok) return input;
    const { file, bytes, sha256 } = input.value;
    const read = readCompanyFile(file, bytes);
    if (read.refusal !== null) return { ok: false, refusal: read.refusal };
    const sirens = new Set(read.companies.map(({ siren }) => siren));
    // What a crash left decided is applied first: it was decided on what is known before this import.
    const sirets = await this.finishBatches.before(() => this.record(read.companies, { file, sha256, actor }));
    await this.decideAside.run(sirets, 'UNKNOWN_ESTABLISHMENT', actor);
    return accepted({
      companies: sirens.size,
      rejections: read.rejections.map((rejection) => ({ file, ...rejection })),
    });
  }

  /** The establishments of the companies named, once their facts are recorded and their first payrolls asked for. */
  private record(lines: readonly CompanyLine[], { actor, ...origin }: Origin): Promise<readonly string[]> {
    const at = this.clock.now();
    const sirens = [...new Set(lines.map(({ siren }) => siren))];
    return this.database.transaction('system', async (tx) => {
      await recordCompanies(tx, lines, parisDay(at));
      const sirets = await establishmentsOf(tx, sirens);
      const firstPayrolls = await raiseFirstPayrolls(tx, sirets, at, { companies: origin.file, sha256: origin.sha256 });
      const body = { ...origin, companies: sirens.length, firstPayrolls };
      await appendEntries(tx, [
        { at, actor, action: 'companies.imported', siren: null, siret: null, body, covers: null },
      ]);
      return sirets;
    });
  }
}

interface Origin {
  readonly file: string;
  readonly sha256: string;
  readonly actor: string;
}
