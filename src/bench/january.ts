import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { writeCrm34, type RateToWrite } from '#domain/feed/feed-writer';
import { inventedSiret } from '#domain/dsn/dsn-generator';
import { ZipWriter } from '#application/intake/zip-writer';
import { formatRate, rateOfHundredths } from '#domain/values/rate';

/** Codes in force in 2025 and 2026 whose rates are ordinary ones. */
const CODES = ['553AC', '602MG', '452BE', '453AA', '505ZB', '158CD', '212BD', '286DF', '501ZF', '410ZA'];
const LAST_YEAR = '2025-05-01';
const THIS_YEAR = '2026-01-01';
/** One establishment in so many has two rates; one line in about so many is bad. */
const SEVERAL_EVERY = 100;
const BAD_EVERY = 333;
const DECLARATIONS_PER_MEMBER = 1_000;

const isSeveral = (index: number): boolean => index % SEVERAL_EVERY === 0;

const codeOf = (index: number): string => CODES[index % CODES.length] ?? '553AC';

/** Last year's rate, in hundredths: 1,00 to 4,99. */
const lastRate = (index: number): number => 100 + ((index * 37) % 400);

/** This year's: a few percent up or down, as real years do. */
const thisRate = (index: number): number => Math.round((lastRate(index) * (95 + ((index * 13) % 14))) / 100);

/** The five percent that a second feed of the month corrects. */
const correctedRate = (index: number): number => thisRate(index) + (index % 20 === 7 ? 3 : 0);

/** What each establishment had last year, as rows of a typed table. */
export function* lastYear(rows: number): Generator<{ siret: string; code: string; rate: number }> {
  for (let index = 0; index < rows; index++)
    yield { siret: inventedSiret(index), code: codeOf(index), rate: lastRate(index) };
}

/** A national January: every establishment once, in no order, `second` with a later calculation and 5 % of other rates. */
function* ratesOf(rows: number, second: boolean): Generator<RateToWrite[]> {
  const step = stepThrough(rows);
  for (let k = 0, index = 0; k < rows; k++, index = (index + step) % rows) {
    const rate = rateOfHundredths(second ? correctedRate(index) : thisRate(index));
    const line = {
      siret: inventedSiret(index),
      ctn: 'DD',
      section: '01',
      code: codeOf(index),
      office: 'N',
      rate,
      effectiveFrom: THIS_YEAR,
      calculatedAt: second ? '2026-01-12T06:00:00' : '2026-01-05T06:12:44',
    };
    yield isSeveral(index)
      ? [line, { ...line, section: '02', code: '602MG', rate: rateOfHundredths(rate + 50) }]
      : [line];
  }
}

export interface BatchFiles {
  readonly csv: string;
  readonly clean: string;
  readonly second: string;
  readonly xml: string;
}

/** Writes the CSV with its bad lines, its clean copy for the floor, the second feed, and the first one again as ZIP of XML. */
export async function writeBatches(rows: number, files: BatchFiles): Promise<void> {
  await writeCsvFile(files.csv, rows, { second: false, bad: true });
  await writeCsvFile(files.clean, rows, { second: false, bad: false });
  await writeCsvFile(files.second, rows, { second: true, bad: true });
  await writeXmlZip(files.xml, rows);
}

/** The CSV with its bad lines alone. */
export const writeJanuary = (path: string, rows: number): Promise<void> =>
  writeCsvFile(path, rows, { second: false, bad: true });

async function writeCsvFile(path: string, rows: number, options: { second: boolean; bad: boolean }): Promise<void> {
  let written = 0;
  function* lines(): Generator<string> {
    for (const rates of ratesOf(rows, options.second)) {
      for (const rate of rates) {
        const bad = ++written % BAD_EVERY === 0;
        if (!bad) yield lineOf(rate);
        else if (options.bad) yield lineOf(rate, 'deux');
      }
    }
  }
  await writeLines(path, lines());
}

/**
 * At least so many bytes about the same establishments: the caisse calculates again and again, and the last calculation
 * counts. Nothing in it is bad.
 */
export async function writeLongFeed(path: string, rows: number, bytes: number): Promise<void> {
  let written = 0;
  function* lines(): Generator<string> {
    for (let round = 0; written < bytes; round++) {
      const calculatedAt = `2026-01-05T${String(round % 24).padStart(2, '0')}:12:44`;
      for (const rates of ratesOf(rows, false)) {
        for (const rate of rates) {
          const line = lineOf({ ...rate, calculatedAt });
          written += line.length;
          yield line;
        }
      }
    }
  }
  await writeLines(path, lines());
}

const HEADER = 'siren;nic;code_ctn;section;code_risque;temoin_bureau;taux;date_effet;date_calcul\n';

function lineOf(line: RateToWrite, shown?: string): string {
  const { siret, ctn, section, code, office, rate, effectiveFrom, calculatedAt } = line;
  const percent = shown ?? formatRate(rateOfHundredths(Number(rate)));
  return `${siret.slice(0, 9)};${siret.slice(9)};${ctn ?? ''};${section ?? ''};${code};${office ?? ''};${percent};${effectiveFrom};${calculatedAt ?? ''}\n`;
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  const out = createWriteStream(path);
  let piece = HEADER;
  for (const line of lines) {
    piece += line;
    if (piece.length > 1 << 18) {
      if (!out.write(piece)) await once(out, 'drain');
      piece = '';
    }
  }
  out.end(piece);
  await once(out, 'finish');
}

async function writeXmlZip(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  const zip = new ZipWriter();
  let rates: RateToWrite[] = [];
  let declarations = 0;
  let members = 0;
  const flush = async (): Promise<void> => {
    if (rates.length === 0) return;
    const bytes = Buffer.from(writeCrm34({ rates }, 'older'));
    if (!out.write(zip.add({ name: `retour-${String(++members).padStart(5, '0')}.xml`, bytes })))
      await once(out, 'drain');
    rates = [];
  };
  for (const group of ratesOf(rows, false)) {
    rates.push(...group);
    if (++declarations % DECLARATIONS_PER_MEMBER === 0) await flush();
  }
  await flush();
  out.end(zip.end());
  await once(out, 'finish');
}

/** A stride that visits every index once, far from its neighbours. */
function stepThrough(rows: number): number {
  let step = Math.max(1, Math.floor(rows * 0.618));
  while (gcd(step, rows) !== 1) step++;
  return step;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

export const PERIODS = { lastYear: LAST_YEAR, thisYear: THIS_YEAR };
