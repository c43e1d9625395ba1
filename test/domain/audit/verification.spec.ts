import fc from 'fast-check';
import { CoverReading, type Cover, type StandingFact } from '#domain/audit/verification';

const digest = (text: string): string => Buffer.from(text.padEnd(8, '.')).toString('hex').slice(0, 16);
const fact = (siret: string, text = siret): StandingFact => ({ siret, digest: digest(text), name: `Le fait ${siret}` });
const cover = (seq: number, sirets: readonly string[]): Cover => ({
  seq,
  from: sirets[0] ?? '',
  to: sirets.at(-1) ?? '',
  digests: sirets.map((siret) => digest(siret)).join(''),
});

function found(covers: readonly Cover[], facts: readonly StandingFact[]) {
  const reading = new CoverReading('verdict', covers);
  for (const one of facts) reading.take(one);
  const broken = reading.finish();
  return broken === null ? null : `${broken.seq ?? '—'} ${broken.siret ?? '?'} ${broken.message}`;
}

const all = (...sirets: readonly string[]) => sirets.map((siret) => fact(siret));

describe('the facts of one entry', () => {
  const one = [cover(7, ['a', 'b', 'c', 'd'])];
  test.each<[string, readonly StandingFact[], RegExp | null]>([
    ['as they were written', all('a', 'b', 'c', 'd'), null],
    ['the first changed', [fact('a', 'x'), ...all('b', 'c', 'd')], /^7 a .*changée/],
    ['a middle one changed', [fact('a'), fact('b', 'x'), ...all('c', 'd')], /^7 b .*changée/],
    ['the last changed', [...all('a', 'b', 'c'), fact('d', 'x')], /^7 d .*changée/],
    [
      'two changed in a row: the first is named',
      [fact('a'), fact('b', 'x'), fact('c', 'y'), fact('d')],
      /^7 b .*changée/,
    ],
    ['the first deleted', all('b', 'c', 'd'), /^7 \? 1 fait.*avant le SIRET b/],
    ['two in the middle deleted', all('a', 'd'), /^7 \? 2 fait.*après le SIRET a et avant le SIRET d/],
    ['the last deleted', all('a', 'b', 'c'), /^7 \? 1 fait.*après le SIRET c/],
    ['all deleted', [], /^7 \? 4 fait/],
    ['one inserted', [...all('a', 'b'), fact('bb'), ...all('c', 'd')], /^7 bb .*ajouté/],
    ['one inserted at the end', [...all('a', 'b', 'c', 'd'), fact('d', 'x')], /^7 d .*ajouté/],
    ['one outside', [...all('a', 'b', 'c', 'd'), fact('z')], /^— z .*ajouté/],
  ])('%s', (_situation, facts, expected) => {
    const answer = found(one, facts);
    if (expected === null) expect(answer).toBeNull();
    else expect(answer).toMatch(expected);
  });
});

describe('covers that lie across each other, after a batch was taken up again', () => {
  const two = [cover(7, ['c', 'd']), cover(9, ['a', 'b', 'e', 'f'])];
  test.each<[string, readonly StandingFact[], RegExp | null]>([
    ['as they were written', all('a', 'b', 'c', 'd', 'e', 'f'), null],
    ['a changed one of the outer', [fact('a'), fact('b', 'x'), ...all('c', 'd', 'e', 'f')], /^9 b .*changée/],
    ['a changed one of the inner', [...all('a', 'b'), fact('c', 'x'), ...all('d', 'e', 'f')], /^7 c .*changée/],
    ['one deleted of each: the earlier entry is named', all('a', 'c', 'e', 'f'), /^7 \? /],
  ])('%s', (_situation, facts, expected) => {
    const answer = found(two, facts);
    if (expected === null) expect(answer).toBeNull();
    else expect(answer).toMatch(expected);
  });

  test('two documents of one establishment cut between chunks', () => {
    const first = { seq: 1, from: 'a', to: 'b', digests: digest('a') + digest('b1') };
    const second = { seq: 2, from: 'b', to: 'c', digests: digest('b2') + digest('c') };
    expect(found([first, second], [fact('a'), fact('b', 'b1'), fact('b', 'b2'), fact('c')])).toBeNull();
    expect(found([first, second], [fact('a'), fact('b', 'b1'), fact('b', 'x'), fact('c')])).toMatch(/^2 b .*changée/);
  });
});

describe('whatever is done to the facts', () => {
  const sirets = fc
    .uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 2, maxLength: 12 })
    .map((names) => [...names].sort());

  test('one change, deletion or insertion is always seen, and no fact accused in its place', () => {
    fc.assert(
      fc.property(sirets, fc.nat(), fc.constantFrom('change', 'delete', 'insert'), (names, place, act) => {
        const facts = names.map((name) => fact(name));
        const index = place % facts.length;
        const victim = names[index] ?? '';
        if (act === 'change') facts[index] = fact(victim, '********');
        if (act === 'delete') facts.splice(index, 1);
        if (act === 'insert') facts.splice(index, 0, fact(victim, '********'));
        const answer = found([cover(3, names)], facts);
        expect(answer).toMatch(act === 'delete' ? /^3 \? 1 fait/ : new RegExp(`^3 ${victim} `));
      }),
    );
  });

  test('nothing done, nothing found, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(sirets, fc.array(fc.nat({ max: 2 }), { minLength: 12, maxLength: 12 }), (names, chunks) => {
        const covers = [0, 1, 2].map((chunk) =>
          cover(
            chunk,
            names.filter((_name, index) => chunks[index] === chunk),
          ),
        );
        expect(
          found(
            covers,
            names.map((name) => fact(name)),
          ),
        ).toBeNull();
      }),
    );
  });
});
