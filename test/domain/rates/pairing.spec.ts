import fc from 'fast-check';
import { pairProfiles, sameKeys, sameSheet } from '#domain/rates/pairing';
import type { RateProfile } from '#domain/rates/profile';
import { profiles, written } from '../../builders/trade';
import { PAIRINGS } from '../../cases/rates';

const one = (profile: RateProfile): string => written([profile]).join('');

const someProfiles = fc
  .array(
    fc.tuple(
      fc.constantFrom('452BE', '452BEB', '602MG'),
      fc.constantFrom('', '/01', '/02'),
      fc.constantFrom('0.71', '5.40', '6.35'),
    ),
    { maxLength: 5 },
  )
  .map((told) => profiles(...told.map(([code, section, rate]) => `${code}${section} ${rate}`)));

describe('profiles of a notification and of the file', () => {
  it.each(PAIRINGS)('are paired when or parted because $because', ({ notified, onFile, pairs, added, ended }) => {
    const pairing = pairProfiles(profiles(...notified), profiles(...onFile));
    expect(pairing.pairs.map(([a, b]) => `${one(a)} = ${one(b)}`)).toEqual(pairs);
    expect(written(pairing.added)).toEqual(added);
    expect(written(pairing.ended)).toEqual(ended);
  });

  it('are paired alike from both sides', () => {
    fc.assert(
      fc.property(someProfiles, someProfiles, (notified, onFile) => {
        const there = pairProfiles(notified, onFile);
        const back = pairProfiles(onFile, notified);
        const words = (pairs: readonly (readonly [RateProfile, RateProfile])[]): string[] =>
          pairs.map(([a, b]) => `${one(a)} = ${one(b)}`).sort();
        expect(words(back.pairs.map(([a, b]) => [b, a] as const))).toEqual(words(there.pairs));
        expect(written(back.added)).toEqual(written(there.ended));
        expect(written(back.ended)).toEqual(written(there.added));
      }),
    );
  });

  it('are each found once: paired, added or ended', () => {
    fc.assert(
      fc.property(someProfiles, someProfiles, (notified, onFile) => {
        const { pairs, added, ended } = pairProfiles(notified, onFile);
        expect(written([...pairs.map(([a]) => a), ...added]).sort()).toEqual(written(notified).sort());
        expect(written([...pairs.map(([, b]) => b), ...ended]).sort()).toEqual(written(onFile).sort());
      }),
    );
  });

  it('are the same as themselves', () => {
    fc.assert(
      fc.property(someProfiles, (list) => {
        expect(sameSheet(list, [...list])).toBe(true);
      }),
    );
  });
});

describe('a comparison of sheets', () => {
  it('finds the same keys whatever the rates, so that affiliations can be carried over', () => {
    const onFile = profiles('452BE/01 6.35', '452BEB/01 0.71');
    expect(sameKeys(profiles('452BE/01 6.60', '452BEB/01 0.66'), onFile)).toBe(true);
    expect(sameSheet(profiles('452BE/01 6.60', '452BEB/01 0.66'), onFile)).toBe(false);
    expect(sameKeys(profiles('452BE/01 6.60', '602MG/01 0.66'), onFile)).toBe(false);
    expect(sameKeys(profiles('452BE/01 6.60'), onFile)).toBe(false);
  });

  it('of two thousand sections takes no time to notice', () => {
    const many = profiles(...Array.from({ length: 2000 }, (_, i) => `452BE/${String(i)} 6.35`));
    expect(sameSheet(many, [...many].reverse())).toBe(true);
  });
});
