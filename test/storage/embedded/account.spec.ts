import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canReach, canRead, unprivilegedAccount } from '#storage/embedded/account';

describe('the system user to whom root hands PostgreSQL', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tj-account-'));
    chmodSync(folder, 0o755);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['postgres before nobody', 'nobody:x:65534:65534:::\npostgres:x:101:104:::\n', { uid: 101, gid: 104 }],
    ['nobody where there is no postgres', 'root:x:0:0:::\nnobody:x:65534:65533:::\n', { uid: 65_534, gid: 65_533 }],
    ['nobody as macOS numbers it', 'nobody:*:-2:-2:::\n', { uid: 4_294_967_294, gid: 4_294_967_294 }],
    ['none', 'root:x:0:0:::\npostgresql-backup:x:7:7:::\n', null],
  ])('is %s', (_, passwd, account) => {
    writeFileSync(join(folder, 'passwd'), passwd);
    expect(unprivilegedAccount(join(folder, 'passwd'))).toEqual(account);
  });

  it('reaches a folder only through parents that let it pass', () => {
    const stranger = { uid: 54_321, gid: 54_321 };
    const inner = join(folder, 'closed', 'inner');
    mkdirSync(inner, { recursive: true });
    expect(canReach(stranger, inner)).toBe(true);
    chmodSync(join(folder, 'closed'), 0o700);
    expect(canReach(stranger, inner)).toBe(false);
    chmodSync(join(folder, 'closed'), 0o711);
    expect(canReach(stranger, inner)).toBe(true);
    expect(canRead(stranger, join(folder, 'closed'))).toBe(false);
  });
});
