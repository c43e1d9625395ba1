import { Injectable } from '@nestjs/common';
import { formerProfiles } from '#domain/journey/affiliation-question';
import type { RateProfile } from '#domain/rates/profile';
import type { Reference } from '#domain/reference/reference';
import { accepted, type Result } from '#domain/values/result';
import { readEstablishment, type KnownEstablishment } from '#storage/companies/read-establishment';
import { Database } from '#storage/database';
import type { DatedTaskRow } from '#storage/tasks/read-task';
import type { Caller } from '../access/caller';
import { Rulebook } from '../rulebook/rulebook';
import { findTask } from '../tasks/find-task';
import { notAnAffiliation, readAffiliationFile, unknownAffiliation, type AffiliationFile } from './affiliation-file';

/** Everything that the pages of an affiliation show. */
export interface AffiliationOnPages extends Pick<AffiliationFile, 'question' | 'draft' | 'board' | 'said'> {
  readonly task: DatedTaskRow;
  readonly establishment: KnownEstablishment;
  /** Where each contract was the day before, by `contractText`. */
  readonly former: ReadonlyMap<string, RateProfile>;
  readonly reference: Reference;
}

/** Reads who works in the establishment of a task and on which of its rates each one is, as things stand. */
@Injectable()
export class ReadAffiliation {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  async run(id: string, { scope }: Caller): Promise<Result<AffiliationOnPages>> {
    const { reference } = await this.rulebook.current();
    return this.database.transaction(scope, async (tx) => {
      const found = await findTask(tx, id, scope);
      if (!found.ok) return found;
      const { value: task } = found;
      const establishment = await readEstablishment(tx, task.siret);
      if (notAnAffiliation(task) || establishment === null) return unknownAffiliation(id);
      const { evidence, ...file } = await readAffiliationFile(tx, task, reference);
      const former = formerProfiles(file.question.since, evidence);
      return accepted({ task, establishment, former, reference, ...file });
    });
  }
}
