import { isSubject } from '#queue/subject';

describe('the subject of a job', () => {
  it.each(['', '1', '12-0', '1-2-3-4-5-6-7-8-9-10'])('may be « %s »', (subject) => {
    expect(isSubject(subject)).toBe(true);
  });

  it.each([
    ['a statement', '1;drop'],
    ['a name', 'NaN'],
    ['a number that no row has', '9'.repeat(300)],
    ['a fraction', '1.5-2'],
    ['a negative number', '-1'],
    ['a power', '1e400'],
    ['a line more', '1\n'],
    ['a number and no text', 5],
    ['a list', ['1']],
    ['nothing at all', undefined],
  ])('is never %s', (_what, subject) => {
    expect(isSubject(subject)).toBe(false);
  });
});
