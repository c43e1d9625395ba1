import { JobRegistry, type JobHandler } from '#queue/registry';

const handler: JobHandler = { job: 'finish-batches', run: () => Promise.resolve(null) };
const post: JobHandler = { job: 'post-mail', run: () => Promise.resolve(null) };

describe('the registry of jobs, checked when a worker starts', () => {
  it('gives each job its handler', () => {
    expect(new JobRegistry([handler, post]).handlerOf('finish-batches')).toBe(handler);
  });

  it('refuses a job without handler, and one with two', () => {
    expect(() => new JobRegistry([])).toThrow('« finish-batches » a 0 exécutant(s)');
    expect(() => new JobRegistry([handler, handler, post])).toThrow('« finish-batches » a 2 exécutant(s)');
  });

  it('knows no handler for a job of another release', () => {
    expect(new JobRegistry([handler, post]).handlerOf('faire-le-café')).toBeNull();
  });
});
