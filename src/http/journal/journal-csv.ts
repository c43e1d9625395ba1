import { frenchMoment } from '#application/ports/paris';
import type { UpdateLine } from '#application/updates/list-updates';
import { reasonWords } from '#domain/tasks/task';
import { csvRow } from '#domain/values/csv';
import { VERDICT_WORDS } from '../views/words';

/** By which a French spreadsheet knows that the file is UTF-8. */
const BOM = '\uFEFF';

const HEADER = [
  'Reçu le',
  'Document',
  'Fichier',
  'SIRET',
  'Entreprise',
  'Ville',
  'Caisse',
  'Décision',
  'Motif',
  'Règle',
  'Date d’effet',
  'Code risque',
  'Taux avant',
  'Taux après',
  'Explication',
  'Annulée le',
];

/** The journal as a table for spreadsheets, piece by piece: what has been sent is forgotten. */
export async function* journalCsv(pieces: AsyncIterable<readonly UpdateLine[]>): AsyncGenerator<string> {
  yield `${BOM}${csvRow(HEADER)}\r\n`;
  for await (const lines of pieces) yield lines.map((line) => `${csvRow(cellsOf(line))}\r\n`).join('');
}

function cellsOf(line: UpdateLine): string[] {
  const { receivedAt, feed, file, siret, company, town, caisse, verdict, reason, rule, effectiveFrom, why } = line;
  const listed = (name: 'code' | 'before' | 'after'): string => line.rates.map((rate) => rate[name] ?? '').join(', ');
  return [
    ...[frenchMoment(receivedAt), String(feed), file, siret, company ?? '', town ?? '', caisse ?? ''],
    ...[VERDICT_WORDS[verdict], reason === null ? '' : reasonWords(reason), rule, effectiveFrom ?? ''],
    ...[listed('code'), listed('before'), listed('after'), why],
    line.undoneAt === null ? '' : frenchMoment(line.undoneAt),
  ];
}
