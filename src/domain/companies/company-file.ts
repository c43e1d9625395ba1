import { readHeadedRows, type Cells } from '../feed/headed-rows';
import { parseHeadcount, type Headcount } from '../tariff/headcount';
import { parseWrittenDate, type LocalDate } from '../values/local-date';
import type { LineRejection } from '../values/rejection';
import type { Refusal, Result } from '../values/result';
import { accepted, refused } from '../values/result';
import { parseSiren, parseSiret, type Siren, type Siret } from '../values/siret';
import { parseYesNo } from '../values/yes-no';

/** Company facts that no DSN carries; null = not said, which leaves what was known. */
export interface CompanyLine {
  readonly line: number;
  readonly siren: Siren;
  readonly name: string | null;
  /** Effectif retenu pour la tarification. */
  readonly headcountHundredths: Headcount | null;
  readonly clientSince: LocalDate | null;
  readonly automation: boolean | null;
  readonly atmpAccount: boolean | null;
  /** A line with a NIC also creates or completes that establishment. */
  readonly establishment: {
    readonly siret: Siret;
    readonly createdOn: LocalDate | null;
    readonly postcode: string | null;
  } | null;
}

export interface CompanyFile {
  readonly companies: readonly CompanyLine[];
  readonly rejections: readonly LineRejection[];
  /** Set when the file as a whole cannot be read. */
  readonly refusal: Refusal | null;
}

/**
 * Reads `siren,nom,effectif,client_depuis,automatisation,compte_atmp[,nic,date_creation,code_postal]`, header by name.
 * `file` is how messages call it.
 */
export function readCompanyFile(file: string, bytes: Uint8Array): CompanyFile {
  const { columns, lines, rejections } = readHeadedRows(bytes, {
    nameOf: columnName,
    readLine: (cell, line) => readLine((column) => printable(cell(column)).trim(), line),
  });
  return { companies: lines, rejections, refusal: headerRefusal(file, bytes.length, columns) };
}

function headerRefusal(file: string, size: number, columns: readonly string[] | null): Refusal | null {
  if (columns?.includes('siren') === true) return null;
  if (size === 0) return { code: 'FICHIER_VIDE', message: `Le fichier « ${file} » est vide : donnez un tableau CSV.` };
  const message = `Le fichier « ${file} » ne commence pas par un en-tête qui porte la colonne « siren » : écrivez siren,nom,effectif,client_depuis,automatisation,compte_atmp.`;
  return { code: 'ENTETE_INCONNU', message };
}

/** `Client depuis` as `client_depuis`: a column whose name drifts would else be ignored without a word. */
const columnName = (cell: string): string =>
  cell
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

/** Control characters stand in no name, and a NUL cannot even be stored. */
const printable = (cell: string): string => cell.replace(/\p{Cc}/gu, ' ');

function readLine(cell: Cells, line: number): Result<CompanyLine> {
  const siren = parseSiren(padded(cell('siren'), 9));
  if (!siren.ok) return siren;
  const headcount = optionalHeadcount(cell('effectif'));
  if (!headcount.ok) return headcount;
  const clientSince = optionalDate(cell('client_depuis'), 'client_depuis');
  if (!clientSince.ok) return clientSince;
  const automation = named('automatisation', parseYesNo(cell('automatisation')));
  if (!automation.ok) return automation;
  const atmpAccount = named('compte_atmp', parseYesNo(cell('compte_atmp')));
  if (!atmpAccount.ok) return atmpAccount;
  const establishment = readEstablishment(cell, siren.value);
  if (!establishment.ok) return establishment;
  return accepted({
    line,
    siren: siren.value,
    name: cell('nom') === '' ? null : cell('nom').slice(0, 200),
    headcountHundredths: headcount.value,
    clientSince: clientSince.value,
    automation: automation.value,
    atmpAccount: atmpAccount.value,
    establishment: establishment.value,
  });
}

function readEstablishment(cell: Cells, siren: Siren): Result<CompanyLine['establishment']> {
  const nic = cell('nic');
  if (nic === '') return accepted(null);
  const siret = parseSiret(siren + padded(nic, 5));
  if (!siret.ok) return siret;
  const createdOn = optionalDate(cell('date_creation'), 'date_creation');
  if (!createdOn.ok) return createdOn;
  const postcode = padded(cell('code_postal'), 5);
  if (postcode !== '' && !/^[0-9]{5}$/.test(postcode)) {
    return refused('CODE_POSTAL_ILLISIBLE', `Le code postal « ${postcode.slice(0, 10)} » doit compter 5 chiffres.`);
  }
  return accepted({ siret: siret.value, createdOn: createdOn.value, postcode: postcode === '' ? null : postcode });
}

const optionalHeadcount = (text: string): Result<Headcount | null> =>
  text === '' ? accepted(null) : parseHeadcount(text);

function optionalDate(text: string, column: string): Result<LocalDate | null> {
  return text === '' ? accepted(null) : named(column, parseWrittenDate(text));
}

const named = <T>(column: string, result: Result<T>): Result<T> =>
  result.ok ? result : refused(result.refusal.code, `Colonne ${column} : ${result.refusal.message}`);

/** Spreadsheets drop leading zeros. */
const padded = (text: string, width: number): string => (/^\d+$/.test(text) ? text.padStart(width, '0') : text);
