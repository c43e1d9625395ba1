import { Duties } from '#application/duties/duties';
import type { Duty } from '#application/duties/duty';

const duty = (job: string): Duty => ({
  job,
  everyMs: 1_000,
  deadlineMs: 1_000,
  wanted: () => Promise.resolve([]),
  run: () => Promise.resolve(null),
});

describe('the duties of a process', () => {
  it('are found by the name of their job', () => {
    const post = duty('post-mail');
    expect(new Duties([duty('finish-batches'), post]).of('post-mail')).toBe(post);
  });

  it('refuse to share a name', () => {
    expect(() => new Duties([duty('post-mail'), duty('post-mail')])).toThrow('Deux travaux portent le même nom');
  });

  it('do not answer a job of another release', () => {
    expect(new Duties([duty('post-mail')]).of('faire-le-café')).toBeNull();
  });
});
