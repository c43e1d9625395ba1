import { Injectable } from '@nestjs/common';
import { judgeAffiliations, type AcceptedAffiliation } from '#domain/affiliation/affiliate';
import { readAffiliationFile } from '#domain/affiliation/affiliation-file';
import { everyoneIsAffiliated } from '#domain/affiliation/completeness';
import { contractText, type Affiliation } from '#domain/affiliation/contract';
import type { Population } from '#domain/rates/population';
import { keyText } from '#domain/rates/profile';
import { firstDay, type LocalDate } from '#domain/values/local-date';
import type { FileRejection } from '#domain/values/rejection';
import { accepted, type Result } from '#domain/values/result';
import type { Siret } from '#domain/values/siret';
import {
  endAffiliationTasks,
  openAffiliationTasks,
  recordAffiliations,
  recordPopulations,
  type AffiliationAct,
} from '#storage/affiliation/affiliations';
import { appendEntries } from '#storage/audit';
import type { KnownEstablishment } from '#storage/companies/read-establishment';
import { Database, type Tx } from '#storage/database';
import type { Caller } from '../access/caller';
import { findEstablishment } from '../companies/find-establishment';
import { readEvidence, type EstablishmentEvidence } from '../companies/read-evidence';
import { Clock } from '../ports/clock';
import { readInput, type InputFile } from '../ports/input-file';
import { parisMonth } from '../ports/paris';

export interface AffiliationReport {
  /** Lines accepted, whether they change anything or not. */
  readonly affiliated: number;
  readonly rejections: readonly FileRejection[];
  /** Affiliation tasks that this completes. */
  readonly tasksDone: readonly number[];
}

/** Puts employees on rate profiles from a date, by file; lines that cannot be taken are rejected one by one. */
@Injectable()
export class AffiliateEmployees {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(siret: string, path: string, { actor, scope }: Caller): Promise<Result<AffiliationReport>> {
    const input = await readInput(path);
    if (!input.ok) return input;
    const at = this.clock.now();
    return this.database.transaction(scope, async (tx) => {
      const found = await findEstablishment(tx, siret, scope);
      return found.ok ? affiliate(tx, found.value, input.value, { at, actor }) : found;
    });
  }
}

async function affiliate(
  tx: Tx,
  establishment: KnownEstablishment,
  { file, bytes, sha256 }: InputFile,
  by: Pick<AffiliationAct, 'at' | 'actor'>,
): Promise<Result<AffiliationReport>> {
  const read = readAffiliationFile(bytes);
  if (read.refusal !== null) return { ok: false, refusal: read.refusal };
  const { siret, siren } = establishment;
  const before = await readEvidence(tx, siret);
  const judged = judgeAffiliations(read.lines, before.contracts, before.sheets);
  const fresh = newWords(judged.affiliations, before.affiliations);
  const populations = newPopulations(judged.affiliations, before);
  const act = { siret, siren, ...by };
  await recordAffiliations(tx, fresh, act);
  await recordPopulations(tx, siren, populations);
  const tasksDone = await endCompletedTasks(tx, siret, by);
  if (fresh.length > 0 || populations.size > 0 || tasksDone.length > 0) {
    const body = { file, sha256, before: before.affiliations, after: fresh, populations: [...populations], tasksDone };
    await appendEntries(tx, [{ ...by, action: 'employees.affiliated', siren, siret, body, covers: null }]);
  }
  const rejections = [...read.rejections, ...judged.rejections].sort((a, b) => a.line - b.line);
  return accepted({
    affiliated: judged.affiliations.length,
    rejections: rejections.map(({ line, code, message }) => ({ file, line, code, message })),
    tasksDone,
  });
}

/** Those that the ledger does not say already: the same file twice changes nothing. */
function newWords(lines: readonly AcceptedAffiliation[], known: readonly Affiliation[]): Affiliation[] {
  const nameOf = (one: Affiliation): string => `${contractText(one)}\n${one.since}`;
  const words = new Map(known.map((one) => [nameOf(one), keyText(one.key)]));
  const fresh: Affiliation[] = [];
  for (const { matricule, number, since, key } of lines) {
    const word = { matricule, number, since, key };
    if (words.get(nameOf(word)) === keyText(key)) continue;
    words.set(nameOf(word), keyText(key));
    fresh.push(word);
  }
  return fresh;
}

function newPopulations(
  lines: readonly AcceptedAffiliation[],
  { contracts }: EstablishmentEvidence,
): Map<string, Population> {
  const known = new Map(contracts.map(({ matricule, population }) => [matricule, population]));
  return new Map(
    lines.flatMap(({ matricule, population }) =>
      population === null || population === known.get(matricule) ? [] : [[matricule, population] as const],
    ),
  );
}

/** The task asks about the sheet it was raised for: from its date, or from this month when it holds already. */
async function endCompletedTasks(
  tx: Tx,
  siret: Siret,
  by: Pick<AffiliationAct, 'at' | 'actor'>,
): Promise<readonly number[]> {
  const tasks = await openAffiliationTasks(tx, siret);
  if (tasks.length === 0) return [];
  const now: LocalDate = firstDay(parisMonth(by.at));
  const evidence = await readEvidence(tx, siret);
  const done = tasks.filter(({ effectiveFrom }) =>
    everyoneIsAffiliated(
      evidence.contracts,
      evidence,
      effectiveFrom !== null && effectiveFrom > now ? effectiveFrom : now,
    ),
  );
  const ids = done.map(({ id }) => id);
  await endAffiliationTasks(tx, ids, by);
  return ids;
}
