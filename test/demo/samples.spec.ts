import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { builtInReference } from '#domain/reference/reference';
import { caisseOf, isAlsaceMoselle } from '#domain/reference/places';
import type { LocalDate } from '#domain/values/local-date';
import { parseSiret } from '#domain/values/siret';
import { COMPANIES, ESTABLISHMENTS, establishmentOf } from '#demo/portfolio';
import { sampleFiles } from '#demo/sample-files';
import { headcountOf } from '#demo/staff';
import { STORIES, type StoryName } from '#demo/stories';

const SAMPLES = join(__dirname, '..', '..', 'samples');

const committed = (): string[] =>
  readdirSync(SAMPLES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(SAMPLES.length + 1)
        .split(sep)
        .join('/'),
    )
    .sort();

describe('the samples', () => {
  it('are the files that their generator writes, byte for byte, and no others', () => {
    const written = sampleFiles();
    expect(committed()).toEqual(written.map(({ path }) => path).sort());
    const differing = written.filter(
      ({ path, bytes }) => !readFileSync(join(SAMPLES, path)).equals(Buffer.from(bytes)),
    );
    expect(differing.map(({ path }) => path)).toEqual([]);
  });

  it('are some forty companies, sixty establishments and six hundred employees', () => {
    expect(COMPANIES).toHaveLength(41);
    expect(ESTABLISHMENTS).toHaveLength(60);
    expect(ESTABLISHMENTS.reduce((sum, { establishment: { staff } }) => sum + headcountOf(staff), 0)).toBe(600);
  });

  it('have numbers with good keys, begun by 999, each once', () => {
    const sirets = ESTABLISHMENTS.map(({ establishment: { siret } }) => siret);
    expect(new Set(sirets).size).toBe(sirets.length);
    expect(sirets.filter((siret) => !siret.startsWith('999') || !parseSiret(siret).ok)).toEqual([]);
  });

  it('lie in many caisses, in Alsace-Moselle and overseas too', () => {
    const postcodes = ESTABLISHMENTS.map(({ establishment: { postcode } }) => postcode);
    const caisses = new Set(postcodes.map((postcode) => caisseOf(postcode)?.name));
    expect(caisses.has(undefined)).toBe(false);
    expect(caisses.size).toBeGreaterThan(12);
    expect(caisses).toContain('CGSS La Réunion');
    expect(postcodes.some((postcode) => isAlsaceMoselle(postcode))).toBe(true);
  });

  it('notify and declare codes that are in force, but for the one whose story it is', () => {
    const reference = builtInReference();
    const standing = (code: string, on: string): boolean =>
      reference.codeStanding(code as never, false, on as LocalDate) === 'known';
    const wrong = ESTABLISHMENTS.flatMap(({ establishment: { january, staff } }) => [
      ...january.filter(({ code, effectiveFrom }) => !standing(code, effectiveFrom)).map(({ code }) => code),
      ...staff.filter(({ code }) => !standing(code, '2025-12-01')).map(({ code }) => code),
    ]);
    expect(wrong).toEqual(['602MD']);
  });

  it('tell every story once', () => {
    const told = ESTABLISHMENTS.flatMap(({ establishment: { story } }) => (story === null ? [] : [story]));
    expect([...told].sort()).toEqual(Object.keys(STORIES).sort());
    for (const story of Object.keys(STORIES) as StoryName[]) {
      expect(readFileSync(join(SAMPLES, 'README.md'), 'utf8')).toContain(establishmentOf(story).establishment.siret);
    }
  });

  it('name nobody: every NIR is of a commune that was never given', () => {
    for (const { path, bytes } of sampleFiles().filter(({ path }) => path.endsWith('.dsn'))) {
      const nirs = [
        ...Buffer.from(bytes)
          .toString('latin1')
          .matchAll(/^S21\.G00\.30\.001,'(\d+)'/gm),
      ];
      expect(nirs.length).toBeGreaterThan(0);
      expect(`${path} ${nirs.filter(([, nir = '']) => !/^\d{5}99999\d{3}$/.test(nir)).length}`).toBe(`${path} 0`);
    }
  });
});
