import { randomBytes, randomUUID } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { accepted, type Result } from '#domain/values/result';
import { POSTGRES_MAJOR } from './binaries';
import type { DataHome } from './data-home';
import { runProgram } from './program';
import { lostPassword, otherVersion, programRefusal } from './refusals';
import { hasCode, readIfThere } from './text-file';

export const SUPERUSER = 'taux_juste';

const DRAFT = '.new-';

/** Sorting and cases by Unicode code point, the same on every system whatever its locales. */
const INITDB = [
  `--username=${SUPERUSER}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

/** Creates the data directory when there is none, and refuses one of another PostgreSQL. */
export async function ensureCluster(home: DataHome, programs: string): Promise<Result<void>> {
  sweepDrafts(home);
  if (!existsSync(home.cluster)) return createCluster(home, programs);
  const found = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim();
  return found === POSTGRES_MAJOR ? accepted(undefined) : otherVersion(home.cluster, found, POSTGRES_MAJOR);
}

export function passwordOf(home: DataHome): Result<string> {
  const password = readIfThere(home.passwordFile)?.trim() ?? '';
  return password === '' ? lostPassword(home.passwordFile) : accepted(password);
}

/** Made under a name of its own and renamed at the end: an initdb that was killed leaves nothing that looks like a base. */
async function createCluster(home: DataHome, programs: string): Promise<Result<void>> {
  const draft = `${home.cluster}${DRAFT}${randomUUID()}`;
  const handover = `${draft}.password`;
  const password = randomBytes(24).toString('hex');
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(handover, `${password}\n`, { mode: 0o600 });
    if (home.account !== null) {
      for (const path of [draft, handover]) chownSync(path, home.account.uid, home.account.gid);
    }
    const args = [`--pgdata=${draft}`, `--pwfile=${handover}`, ...INITDB];
    const { code, output } = await runProgram(join(programs, 'initdb'), args, home.account);
    if (code !== 0) return programRefusal('créer sa base', output, home.dataDir);
    writeFileSync(home.passwordFile, `${password}\n`, { mode: 0o600 });
    renameSync(draft, home.cluster);
    return accepted(undefined);
  } finally {
    sweepDrafts(home);
  }
}

/** The initdb of a start that was killed may still write to its draft: what resists now goes at a later start. */
function sweepDrafts(home: DataHome): void {
  const drafts = readdirSync(home.folder).filter((name) => name.startsWith(`${basename(home.cluster)}${DRAFT}`));
  for (const name of drafts) {
    try {
      rmSync(join(home.folder, name), { recursive: true, force: true });
    } catch (error) {
      if (!hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EBUSY')) throw error;
    }
  }
}
