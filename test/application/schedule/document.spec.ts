import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEDULE } from '#domain/schedule/items';
import { RETENTION } from '#domain/schedule/retention';
import { rhythmWords } from '#domain/schedule/standing';

const MISSED = { EACH: 'each', LATEST: 'the latest' } as const;

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\u00a0', ' '));

/** The rows of the table under a heading of docs/schedule.md, without its head. */
function tableUnder(heading: string): string[][] {
  const text = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'schedule.md'), 'utf8');
  const [, section = ''] = text.split(`## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return own
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(cellsOf);
}

it('the document of the schedule says what the program does', () => {
  expect(tableUnder('What runs')).toEqual(
    SCHEDULE.map(({ name, title, rhythm, missed, lookBackDays, lateAfterMinutes, reason }) =>
      [
        `\`${name}\``,
        title,
        rhythmWords(rhythm),
        `${MISSED[missed]}, ${lookBackDays} days back`,
        `${lateAfterMinutes / 60} h`,
        reason,
      ].map((cell) => cell.replaceAll('\u00a0', ' ')),
    ),
  );
});

it('the document of the schedule says what is erased, and when', () => {
  expect(tableUnder('What is erased')).toEqual(
    RETENTION.map(({ what, title, days, reason }) => [`\`${what}\``, title, String(days), reason]),
  );
});
