import { isUtf8 } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import { decodeText } from '#domain/dsn/text';
import type { ImportedTable, Reference } from '#domain/reference/reference';
import { readReferenceTable, type ReadTable } from '#domain/reference/table-reader';
import { parseWrittenDate, type LocalDate } from '#domain/values/local-date';
import type { FileRejection } from '#domain/values/rejection';
import { accepted, refused, type Refusal, type Result } from '#domain/values/result';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { keepTable, type TableFile } from '#storage/rulebook/national-tables';
import { Clock } from '../ports/clock';
import { readInput, type InputFile } from '../ports/input-file';
import { Rulebook } from '../rulebook/rulebook';

export interface ReferenceOptions {
  /** Date of effect, for a file that does not say it. */
  readonly effectiveFrom?: string | undefined;
  /** Year, for a file that does not say it. */
  readonly year?: string | undefined;
  readonly actor: string;
}

export interface ImportedYear {
  readonly year: number;
  readonly codes: number;
  readonly effectiveFrom: LocalDate | null;
}

export interface ReferenceReport {
  /** Newest year first; empty when nothing could be read. */
  readonly tables: readonly ImportedYear[];
  readonly rejections: readonly FileRejection[];
  /** Sentences for people: what deserves a look, what waits for a date. */
  readonly notes: readonly string[];
}

/** A table and the file it was read in. */
interface Found {
  readonly table: ImportedTable;
  readonly source: TableFile;
}

interface Said {
  readonly year: number | null;
  readonly effectiveFrom: LocalDate | null;
}

/** Takes in the national rate table of a year from a file, without a release: JSON or CSV, as its publishers drift it. */
@Injectable()
export class ImportReference {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly rulebook: Rulebook,
  ) {}

  async run(paths: readonly string[], options: ReferenceOptions): Promise<Result<ReferenceReport>> {
    const said = readOptions(options);
    if (!said.ok) return said;
    const at = this.clock.now();
    const reading = new Reading((await this.rulebook.current()).reference, said.value, at);
    for (const path of paths) {
      const input = await readInput(path);
      if (!input.ok) return input;
      reading.read(input.value);
    }
    const years = new Set(reading.found.map(({ table }) => table.year));
    if (said.value.effectiveFrom !== null && years.size > 1) return refusedDate([...years]);
    // Whoever decides a batch reads the tables stretch by stretch: they do not change meanwhile.
    await this.database.exclusively(() =>
      this.database.transaction('system', (tx) => keepAll(tx, reading.found, at, options.actor)),
    );
    return accepted(reading.report());
  }
}

function readOptions({ year, effectiveFrom }: ReferenceOptions): Result<Said> {
  if (year !== undefined && !/^20\d{2}$/.test(year)) {
    return refused(
      'ANNEE_ILLISIBLE',
      `L'année « ${year.slice(0, 10)} » doit s'écrire sur quatre chiffres, par exemple 2027.`,
    );
  }
  const date = effectiveFrom === undefined ? accepted(null) : parseWrittenDate(effectiveFrom);
  return date.ok ? accepted({ year: year === undefined ? null : Number(year), effectiveFrom: date.value }) : date;
}

const refusedDate = (years: readonly number[]): Result<never> =>
  refused(
    'DATE_AMBIGUE',
    `La date d'effet donnée ne peut valoir pour plusieurs années (${[...years].sort().join(', ')}) : importez une année à la fois.`,
  );

/** What the files of one call hold. */
class Reading {
  readonly found: Found[] = [];
  private readonly rejections: FileRejection[] = [];
  private readonly notes: string[] = [];

  constructor(
    private readonly reference: Reference,
    private readonly said: Said,
    private readonly at: string,
  ) {}

  read({ file, bytes, sha256 }: InputFile): void {
    const { tables, rejections, warnings } = readReferenceTable(file, decoded(bytes));
    for (const rejection of rejections) this.rejections.push({ file, ...rejection });
    for (const warning of warnings) if (!ASKED_HERE.test(warning)) this.notes.push(`${file} : ${warning}`);
    for (const table of tables) this.take(table, { file, sha256, at: this.at });
  }

  report(): ReferenceReport {
    const tables = this.found.map(({ table: { year, rates, effectiveFrom } }): ImportedYear => {
      return { year, codes: rates.size, effectiveFrom };
    });
    const waiting = tables.filter(({ effectiveFrom }) => effectiveFrom === null);
    return {
      tables: tables.sort((a, b) => b.year - a.year),
      rejections: this.rejections,
      notes: [
        ...this.notes,
        ...waiting.map(
          ({ year }) =>
            `La table ${year} est gardée mais ne sert pas encore : donnez sa date d'effet (--effective-from, ou campaign ${year} --effective-from).`,
        ),
      ],
    };
  }

  private take(table: ReadTable, source: TableFile): void {
    const year = table.year ?? this.said.year;
    const refusal = this.refusalOf(table, year);
    if (year === null || refusal !== null) {
      if (refusal !== null) this.rejections.push({ file: source.file, line: 1, ...refusal });
      return;
    }
    const known = this.reference.campaign(year)?.effectiveFrom ?? null;
    const effectiveFrom = this.said.effectiveFrom ?? table.effectiveFrom ?? known;
    this.found.push({ table: { ...table, year, effectiveFrom }, source });
  }

  private refusalOf(table: ReadTable, year: number | null): Refusal | null {
    if (year === null) {
      const message = "Ni le fichier ni son nom ne disent l'année de la table : donnez-la (--year 2027).";
      return { code: 'ANNEE_INCONNUE', message };
    }
    if (this.said.year !== null && this.said.year !== year) {
      const message = `Le fichier dit l'année ${year}, vous dites ${this.said.year} : corrigez l'un ou l'autre.`;
      return { code: 'ANNEE_CONTRAIRE', message };
    }
    if (table.rates.size > 0) return null;
    const message = `La table ${year} n'a que les lignes des fonctions supports : fournissez aussi les codes risque.`;
    return { code: 'TABLE_SANS_CODE', message };
  }
}

/** What the reader misses and this verb asks for, or finds, by itself. */
const ASKED_HERE = /^La date d'effet de la .* n'est pas dite|^L'année de la table/;

/** UTF-8, UTF-16 with its mark, else windows-1252. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeText(bytes, 0, bytes.length, false);
}

/** Each table stands whole in its entry: a later file replaces it in use, not in memory. */
async function keepAll(tx: Tx, found: readonly Found[], at: string, actor: string): Promise<void> {
  for (const { table, source } of found) await keepTable(tx, table, source);
  const entries = found.map(({ table, source: { file, sha256 } }) => {
    const { year, effectiveFrom, arrete, officeRates } = table;
    const body = { file, sha256, year, effectiveFrom, arrete, officeRates, rates: Object.fromEntries(table.rates) };
    return { at, actor, action: 'reference.imported', siren: null, siret: null, body, covers: null };
  });
  await appendEntries(tx, entries);
}
