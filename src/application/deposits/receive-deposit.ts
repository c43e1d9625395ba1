import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { depositName, type DepositOrigin } from '#domain/deposits/deposit';
import { accepted, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { endDeposit, insertDeposit, keepDeposit, sameDeposit, type NewDeposit } from '#storage/deposits/deposits';
import { feedsBySha } from '#storage/intake/batches';
import type { Caller } from '../access/caller';
import { refusalOfFailure } from '../failure';
import { knownReport } from '../intake/ingest-report';
import { Clock } from '../ports/clock';
import { JobQueue } from '../ports/job-queue';
import { LeftOutside, noRoom, withoutCompany } from './deposit-refusals';
import type { DepositReport } from './deposit-report';
import { land } from './land';
import { Slots } from '../slots';
import { inTemporaryFolder, removeLeftovers } from '../temporary-folder';

/** The job that takes a deposit in. */
export const TAKE_DEPOSIT = 'take-deposit';

/** Deposits written to the base at a time: a slow client holds no connection, and many at once not more than these. */
const WRITERS = 2;

export interface DocumentSent {
  /** As its sender calls it. */
  readonly name: string;
  /** May be left half read when the document is refused. */
  readonly bytes: Readable;
  readonly origin: DepositOrigin;
  /** SIREN that it may name; null for any. A document that names another is refused when it is taken in. */
  readonly companies: readonly string[] | null;
}

export interface Reception {
  readonly deposit: number;
  /** The same bytes had come before, for the same companies. */
  readonly alreadyReceived: boolean;
}

/** Keeps a document of rates until a worker takes it in; what is refused leaves nothing behind. */
@Injectable()
export class ReceiveDeposit {
  private readonly writers = new Slots(WRITERS);
  private tidied: Promise<number> | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /** Refuses what is empty, too large, broken off, no document of rates, or finds no room on the disk. */
  async run(sent: DocumentSent, { actor }: Caller): Promise<Result<Reception>> {
    const name = depositName(sent.name);
    try {
      await (this.tidied ??= removeLeftovers());
      return accepted(await inTemporaryFolder((folder) => this.receive({ ...sent, name }, actor, folder)));
    } catch (error) {
      if (error instanceof LeftOutside) return { ok: false, refusal: error.refusal };
      if (refusalOfFailure(error).code !== 'DISQUE_PLEIN') throw error;
      return { ok: false, refusal: noRoom(name).refusal };
    }
  }

  private async receive({ name, bytes, origin, companies }: DocumentSent, actor: string, folder: string) {
    if (companies?.length === 0) throw withoutCompany(name);
    const path = join(folder, 'document');
    const landed = await land(bytes, path, name);
    const own = companies === null ? null : [...new Set(companies)].sort();
    const boundTo = own === null ? '' : hash('sha256', own.join(','));
    const deposit = { name, origin, actor, companies: own, boundTo, ...landed, at: this.clock.now() };
    const before = await this.database.transaction('system', (tx) => sameDeposit(tx, deposit));
    if (before !== null) return { deposit: before, alreadyReceived: true };
    return this.writers.run(() => this.keep(deposit, path));
  }

  private async keep(deposit: NewDeposit, path: string): Promise<Reception> {
    const reception = await this.database.transaction('system', async (tx) => {
      const id = await insertDeposit(tx, deposit);
      if (id === null) return { deposit: await theOther(tx, deposit), alreadyReceived: true };
      const alreadyReceived = await this.endAsKnown(tx, id, deposit);
      if (!alreadyReceived) await keepDeposit(tx, id, createReadStream(path));
      await appendEntries(tx, [entryOf(id, deposit, alreadyReceived)]);
      return { deposit: id, alreadyReceived };
    });
    if (!reception.alreadyReceived) await this.queue.ring(TAKE_DEPOSIT, [String(reception.deposit)]);
    return reception;
  }

  /**
   * A document that came by another way, by a command for instance, is over as it arrives. Not for a sender who is
   * bound to companies: what it brought then may be of others.
   */
  private async endAsKnown(tx: Tx, id: number, { name, sha256, companies, at }: NewDeposit): Promise<boolean> {
    if (companies !== null) return false;
    const known = (await feedsBySha(tx, [sha256])).get(sha256);
    if (known?.verdicts == null) return false;
    const feed = knownReport(known, name);
    const report: DepositReport = {
      ...{ feeds: [feed], feedCount: 1, verdicts: feed.verdicts },
      ...{ rejections: [], rejected: 0, notes: [] },
    };
    return endDeposit(tx, id, 'TAKEN', report, at);
  }
}

/** The one that came at the same time: it is there once our own insertion has given way to it. */
async function theOther(tx: Tx, deposit: NewDeposit): Promise<number> {
  const id = await sameDeposit(tx, deposit);
  if (id === null) throw new Error('The same deposit was refused meanwhile: it is to be sent again.');
  return id;
}

function entryOf(id: number, { name, origin, actor, companies, sha256, size, at }: NewDeposit, known: boolean) {
  const body = { deposit: id, name, origin, sha256, size, companies, alreadyReceived: known };
  return { at, actor, action: 'deposit.received', siren: null, siret: null, body, covers: null };
}
