import { writeFileSync } from 'node:fs';
import { lastYear } from '#bench/january';
import { inventedSiret } from '#domain/dsn/dsn-generator';
import { formatRate, rateOfHundredths } from '#domain/values/rate';

const HEADER = 'siren;nic;code_ctn;section;code_risque;temoin_bureau;taux;date_effet;date_calcul';

/** Establishments that nobody has named, far from those of the base. */
const UNKNOWN = 700_000;

/**
 * A January for `rows` establishments of the bench's base, in which every verdict occurs: mostly a rate that moves a
 * little, some doubled (held), two rates (a task), an unreadable rate (quarantined), an establishment nobody knows.
 */
export function writeNationalFeed(path: string, rows: number): void {
  const lines = [HEADER];
  let index = 0;
  for (const { siret, code, rate } of lastYear(rows)) {
    index += 1;
    const next = index % 50 === 0 ? rate * 2 : Math.round((rate * (95 + (index % 11))) / 100);
    lines.push(lineOf(siret, code, index % 333 === 0 ? 'deux' : percent(next)));
    if (index % 100 === 1) lines.push(lineOf(siret, '602MG', percent(next + 50), '02'));
    if (index % 70 === 0) lines.push(lineOf(inventedSiret(UNKNOWN + index), code, percent(rate)));
    if (index % 500 === 0) lines.push(lineOf('12345678900011', code, percent(rate)));
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

const percent = (hundredths: number): string => formatRate(rateOfHundredths(hundredths));

const lineOf = (siret: string, code: string, rate: string, section = '01'): string =>
  [siret.slice(0, 9), siret.slice(9), 'DD', section, code, 'N', rate, '2026-01-01', '2026-01-05T06:12:44'].join(';');
