import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enter, presentIn } from '#storage/embedded/presences';

describe('who uses the database', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tj-presences-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is who has entered and not yet left, with what each claims', () => {
    const [leaveServer, leaveCommand] = [enter(folder, 'server'), enter(folder, 'command')];
    expect(presentIn(folder).map(({ pid, claim }) => [pid, claim])).toEqual([
      [process.pid, 'command'],
      [process.pid, 'server'],
    ]);
    leaveServer();
    expect(presentIn(folder).map(({ claim }) => claim)).toEqual(['command']);
    leaveCommand();
    expect(presentIn(folder)).toEqual([]);
  });

  it('is not a killed process, nor a later one of the same number, and their files are swept', () => {
    writeFileSync(join(folder, 'server-1.json'), JSON.stringify({ pid: process.pid, startedAt: 'another-boot/1' }));
    writeFileSync(join(folder, 'command-2.json'), '{"pid":');
    expect(presentIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
