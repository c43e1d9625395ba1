import { stat } from 'node:fs/promises';
import {
  Relations,
  SharedStrings,
  SheetList,
  SheetRows,
  WORKBOOK_PARTS,
  WorkbookPart,
  type WorkbookRow,
} from '#domain/feed/workbook';
import type { XmlSink } from '#domain/feed/safe-xml';
import { accepted, refused, type Result } from '#domain/values/result';
import { ArchiveFile } from '../intake/archive-file';
import { isRefusal, UnreadableSource, type DocumentSource, type SourceLimits } from '../intake/source';
import { zipSources } from '../intake/zip-archive';

const MEGABYTE = 1024 * 1024;

/** Ten times what five thousand rows need: a small file that inflates further is a trap. */
const LIMITS: SourceLimits = {
  inflatedMember: 8 * MEGABYTE,
  inflatedArchive: 24 * MEGABYTE,
  ratio: 200,
  ratioFrom: MEGABYTE,
  members: 500,
};

type Parts = ReadonlyMap<string, DocumentSource>;

/**
 * The rows of the first visible sheet of an XLSX, values only. Read as a stream with bounds on bytes, rows and columns,
 * because readers that build the whole sheet take all memory for one cell in its last corner. `most` + 1 rows at most.
 */
export async function readWorkbook(path: string, name: string, most: number): Promise<Result<readonly WorkbookRow[]>> {
  try {
    const { size } = await stat(path);
    const parts = new Map<string, DocumentSource>();
    for await (const source of zipSources(new ArchiveFile(path, name, size), LIMITS)) {
      if (isRefusal(source)) return unreadable(name);
      parts.set(source.name.slice(name.length + 1), source);
    }
    const rows = await rowsOf(parts, most);
    return rows === null ? unreadable(name) : accepted(rows);
  } catch (error) {
    if (error instanceof UnreadableSource) return unreadable(name);
    throw error;
  }
}

async function rowsOf(parts: Parts, most: number): Promise<readonly WorkbookRow[] | null> {
  const sheets = await readPart(parts, WORKBOOK_PARTS.workbook, new SheetList());
  const relations = await readPart(parts, WORKBOOK_PARTS.relations, new Relations());
  const sheet = relations?.partOf(sheets?.ids[0] ?? '') ?? null;
  if (sheet === null) return null;
  const hasStrings = parts.has(WORKBOOK_PARTS.strings);
  const strings = hasStrings ? await readPart(parts, WORKBOOK_PARTS.strings, new SharedStrings()) : new SharedStrings();
  if (strings === null) return null;
  return (await readPart(parts, sheet, new SheetRows(strings.texts, most)))?.rows ?? null;
}

/** Null when the part is not there or cannot be read. */
async function readPart<Sink extends XmlSink>(parts: Parts, name: string, sink: Sink): Promise<Sink | null> {
  const source = parts.get(name);
  if (source === undefined) return null;
  const part = new WorkbookPart(name, sink);
  for await (const chunk of source.open() as AsyncIterable<Buffer>) part.push(chunk);
  return part.end() === null ? sink : null;
}

const unreadable = (name: string): Result<never> =>
  refused(
    'CLASSEUR_ILLISIBLE',
    `Le fichier « ${name.slice(0, 80)} » n’est pas un classeur XLSX lisible : enregistrez-le à nouveau, ou en CSV.`,
  );
