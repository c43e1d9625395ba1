import { JobRegistry, type JobHandler } from '#queue/registry';

const handler: JobHandler = { job: 'finish-batches', run: () => Promise.resolve(null) };

describe('the registry of jobs, checked when a worker starts', () => {
  it('gives each job its handler', () => {
    expect(new JobRegistry([handler]).handlerOf('finish-batches')).toBe(handler);
  });

  it('refuses a job without handler, and one with two', () => {
    expect(() => new JobRegistry([])).toThrow('« finish-batches » a 0 exécutant(s)');
    expect(() => new JobRegistry([handler, handler])).toThrow('« finish-batches » a 2 exécutant(s)');
  });

  it('knows no handler for a job of another release', () => {
    expect(new JobRegistry([handler]).handlerOf('faire-le-café')).toBeNull();
  });
});
