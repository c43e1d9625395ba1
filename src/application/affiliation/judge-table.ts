import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { judgePlacements, type Placement } from '#domain/affiliation/judge-placements';
import { MOST_ROWS, readPlacements, type TableRow } from '#domain/affiliation/placement-table';
import { CsvRows } from '#domain/feed/csv-rows';
import type { LineRejection } from '#domain/values/rejection';
import { accepted, refused, type Result } from '#domain/values/result';
import type { NamedContract } from '#storage/companies/read-establishment';
import type { Caller } from '../access/caller';
import { archiveKind } from '../intake/compressed';
import { ReadAffiliation, type AffiliationOnPages } from './read-affiliation';
import { readWorkbook } from './read-workbook';

/** A table as a person hands it over: pasted, or a small file on the disk under the name that they gave it. */
export type HandedTable =
  | { readonly kind: 'TEXT'; readonly text: string }
  | { readonly kind: 'FILE'; readonly path: string; readonly name: string };

export interface JudgedTable {
  readonly about: AffiliationOnPages;
  readonly placements: readonly Placement<NamedContract>[];
  readonly rejections: readonly LineRejection[];
}

interface ReadTable {
  readonly rows: readonly TableRow[];
  readonly rejections: readonly LineRejection[];
}

/** Says, row by row, what a table from a spreadsheet would change in an affiliation; nothing is kept. */
@Injectable()
export class JudgeTable {
  constructor(private readonly readAffiliation: ReadAffiliation) {}

  async run(id: string, table: HandedTable, caller: Caller): Promise<Result<JudgedTable>> {
    const about = await this.readAffiliation.run(id, caller);
    if (!about.ok) return about;
    const read = await rowsOf(table);
    if (!read.ok) return read;
    const { lines, rejections, refusal } = readPlacements(read.value.rows);
    if (refusal !== null) return { ok: false, refusal };
    const { contracts, profiles } = about.value.question;
    const judged = judgePlacements(lines, contracts, profiles);
    return accepted({
      about: about.value,
      placements: judged.placements,
      rejections: [...read.value.rejections, ...rejections, ...judged.rejections].sort((a, b) => a.line - b.line),
    });
  }
}

/** What a file is, is told by its first bytes and never by its name. */
async function rowsOf(table: HandedTable): Promise<Result<ReadTable>> {
  if (table.kind === 'TEXT') return accepted(csvRows(Buffer.from(table.text)));
  const bytes = await readFile(table.path);
  if (archiveKind(bytes) === 'ZIP') {
    const rows = await readWorkbook(table.path, table.name, MOST_ROWS);
    return rows.ok ? accepted({ rows: rows.value, rejections: [] }) : rows;
  }
  if (bytes.subarray(0, 4).equals(OLD_EXCEL)) {
    return refused(
      'ANCIEN_EXCEL',
      `Le fichier « ${shown(table.name)} » est d’un ancien format Excel (.xls) : enregistrez-le en .xlsx ou en CSV.`,
    );
  }
  if (bytes.subarray(0, 8_192).includes(0)) {
    return refused(
      'FORMAT_INCONNU',
      `Le fichier « ${shown(table.name)} » n’est ni un CSV ni un classeur XLSX : exportez-le de votre tableur.`,
    );
  }
  return accepted(csvRows(bytes));
}

const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

const shown = (name: string): string => name.slice(0, 80);

/** A line that cannot be read stops no other. */
function csvRows(bytes: Buffer): ReadTable {
  const rows: TableRow[] = [];
  const rejections: LineRejection[] = [];
  const reader = new CsvRows({
    row: (cells, line) => {
      if (rows.length <= MOST_ROWS) rows.push({ line, cells: [...cells] });
    },
    broken: (line) => {
      const message = 'La ligne est trop longue ou un guillemet n’y est pas fermé : corrigez-la.';
      rejections.push({ line, code: 'LIGNE_ILLISIBLE', message });
    },
  });
  reader.push(bytes);
  reader.end();
  return { rows, rejections };
}
