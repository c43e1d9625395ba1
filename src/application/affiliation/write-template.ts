import { Injectable } from '@nestjs/common';
import { seatsShown, EVERYBODY } from '#domain/journey/board-view';
import { profileShown } from '#domain/journey/profile-answer';
import { csvTable } from '#domain/values/csv';
import { accepted, type Result } from '#domain/values/result';
import type { Caller } from '../access/caller';
import { ReadAffiliation, type AffiliationOnPages } from './read-affiliation';

export type TemplateFormat = 'csv' | 'xlsx';

export interface Template {
  /** Without folder, for the person's disk. */
  readonly name: string;
  readonly bytes: Buffer;
}

const HEADER = ['matricule', 'contrat', 'nom', 'prénom', 'emploi', 'profil'] as const;

/** The employees of an affiliation task as a table to fill in: who is where, and which profiles there are. */
@Injectable()
export class WriteTemplate {
  constructor(private readonly readAffiliation: ReadAffiliation) {}

  async run(id: string, format: TemplateFormat, caller: Caller): Promise<Result<Template>> {
    const about = await this.readAffiliation.run(id, caller);
    if (!about.ok) return about;
    const { value } = about;
    const name = `affiliation-${value.establishment.siret}.${format}`;
    const bytes = format === 'csv' ? csvOf(value) : await workbookOf(value);
    return accepted({ name, bytes });
  }
}

const rowsOf = ({ board }: AffiliationOnPages): readonly (readonly string[])[] =>
  seatsShown(board.seats, EVERYBODY).map(({ contract, rank }) => [
    contract.matricule,
    contract.number,
    contract.lastName ?? '',
    contract.firstName ?? '',
    contract.jobTitle ?? '',
    rank === null ? '' : String(rank),
  ]);

const choicesOf = ({ question }: AffiliationOnPages): readonly string[] =>
  question.profiles.map((profile, index) => `${String(index + 1)} = ${profileShown(profile)}`);

/** The mark at its head makes spreadsheets read UTF-8; what the numbers mean stands beside the first row. */
function csvOf(about: AffiliationOnPages): Buffer {
  const choices = choicesOf(about).join(' / ');
  const rows = rowsOf(about).map((cells, index) => [...cells, index === 0 ? choices : '']);
  return Buffer.from(`\uFEFF${csvTable([[...HEADER, 'profils possibles'], ...rows])}\r\n`);
}

/** Every cell is a text: none can be a formula, and no matricule loses its zeros. */
async function workbookOf(about: AffiliationOnPages): Promise<Buffer> {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const text = (value: string) => ({ value, type: String, format: '@' });
  const header = HEADER.map((value) => ({ ...text(value), fontWeight: 'bold' as const }));
  const rows = rowsOf(about).map((cells) => cells.map(text));
  const columns = [14, 12, 20, 20, 28, 8].map((width) => ({ width }));
  const choices = choicesOf(about).map((choice) => [text(choice)]);
  return writeWorkbook([
    { data: [header, ...rows], sheet: 'Salariés', columns, stickyRowsCount: 1 },
    { data: choices, sheet: 'Profils', columns: [{ width: 48 }] },
  ]).toBuffer();
}
