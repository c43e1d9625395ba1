import { Readable } from 'node:stream';
import { ReceiveDeposit, type DocumentSent, type Reception } from '#application/deposits/receive-deposit';
import { systemCaller } from '#application/access/caller';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { trusted, type Result } from '#domain/values/result';
import type { TestHouse } from './test-house';

export const HEADER = 'siren,nic,code_ctn,section,code_risque,temoin_bureau,taux,date_effet,date_calcul';

export const csv = (...lines: readonly string[]): Buffer => Buffer.from([HEADER, ...lines, ''].join('\n'));

/** As a caller of the API sends it, unless told otherwise. */
export function sent(bytes: Buffer | Readable, change: Partial<DocumentSent> = {}): DocumentSent {
  const stream = Buffer.isBuffer(bytes) ? Readable.from([bytes], { objectMode: false }) : bytes;
  return { name: 'taux.csv', bytes: stream, origin: 'API', companies: null, ...change };
}

export const deposited = (house: TestHouse, document: DocumentSent): Promise<Result<Reception>> =>
  house.verb(ReceiveDeposit).run(document, systemCaller('clé : Paie Dupont'));

/** The number of a deposit that must be accepted. */
export const numberOf = async (house: TestHouse, document: DocumentSent): Promise<number> =>
  trusted(await deposited(house, document)).deposit;

/** Folders of deposits that this process has left behind. */
export const leftFolders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('taux-juste-depot-') && name.includes(`-${process.pid}-`));
