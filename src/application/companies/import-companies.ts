import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readCompanyFile } from '#domain/companies/company-file';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { recordCompanies } from '#storage/companies/record-companies';
import { Database } from '#storage/database';
import { Clock } from '../ports/clock';
import { parisDay } from '../ports/paris';

export interface CompaniesReport {
  /** Companies that the file names in readable lines. */
  readonly companies: number;
  readonly rejections: readonly {
    readonly file: string;
    readonly line: number;
    readonly code: string;
    readonly message: string;
  }[];
}

/** Company facts that no DSN carries: headcount, client since, automation, AT/MP account. */
@Injectable()
export class ImportCompanies {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(path: string, actor: string): Promise<Result<CompaniesReport>> {
    const bytes = await readFile(path);
    const file = basename(path);
    const read = readCompanyFile(bytes);
    if (read.refusal !== null) return { ok: false, refusal: read.refusal };
    const at = this.clock.now();
    const sirens = new Set(read.companies.map(({ siren }) => siren));
    await this.database.transaction('system', async (tx) => {
      await recordCompanies(tx, read.companies, parisDay(at));
      const body = { file, sha256: createHash('sha256').update(bytes).digest('hex'), companies: sirens.size };
      await appendEntries(tx, [
        { at, actor, action: 'companies.imported', siren: null, siret: null, body, covers: null },
      ]);
    });
    return accepted({
      companies: sirens.size,
      rejections: read.rejections.map((rejection) => ({ file, ...rejection })),
    });
  }
}
