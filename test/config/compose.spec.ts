import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const namesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name).sort();

/** What containers do not take from `.env`, and why. */
const OWN: Readonly<Record<string, string>> = {
  DATA_DIR: 'the base is a container',
  NOW: 'the clock is the real one',
  HOST: 'of the image',
  PORT: 'of the image',
  WORKER_PORT: 'of the worker alone',
};
/** Parts of addresses, which no process reads by these names. */
const PASSWORDS = ['POSTGRES_PASSWORD', 'REDIS_PASSWORD'];

const example = namesIn(textOf('.env.example'), /^#?([A-Z][A-Z_]+)=/gm);
const read = readdirSync(join(ROOT, 'src/config'))
  .flatMap((file) => namesIn(textOf(`src/config/${file}`), /@Variable\('([A-Z_]+)'\)/g))
  .sort();
const shared = /environment: &environment\n((?: {4}.*\n)+)/.exec(textOf('docker-compose.yml'))?.[1] ?? '';

describe('every variable that a server reads', () => {
  it('is in .env.example and in the table of the README', () => {
    expect(read.length).toBeGreaterThan(20);
    expect(example).toEqual([...read, ...PASSWORDS].sort());
    const readme = textOf('README.md');
    expect(read.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  it('is passed on to containers, or known not to be', () => {
    const passed = namesIn(shared, /^ {4}([A-Z_]+):/gm);
    expect([...passed, ...Object.keys(OWN)].sort()).toEqual(read);
  });
});
