import { programRefusal, systemRefusal } from '#storage/embedded/refusals';

const fault = (code: string): Error => Object.assign(new Error(code), { code, path: '/srv/taux/postgres.port' });

describe('a fault met while preparing the data folder', () => {
  it.each([
    ['ENOSPC', 'DISQUE_PLEIN', 'Le disque du dossier de données « /srv/taux » est plein'],
    ['EDQUOT', 'DISQUE_PLEIN', 'libérez de la place'],
    ['EACCES', 'DOSSIER_INTERDIT', '« /srv/taux/postgres.port » : EACCES'],
    ['EROFS', 'DOSSIER_INTERDIT', 'changez DATA_DIR'],
    ['EIO', 'DOSSIER_INUTILISABLE', 'DATABASE_URL'],
  ])('%s is said in one sentence', (code, expected, words) => {
    const result = systemRefusal(fault(code), '/srv/taux');
    expect(result).toMatchObject({ refusal: { code: expected, message: expect.stringContaining(words) as string } });
  });

  it('that is a bug of ours is not taken for one of the disk', () => {
    expect(systemRefusal(new TypeError('x is not a function'), '/srv/taux')).toBeNull();
  });
});

describe('what a program of PostgreSQL said before it gave up', () => {
  it('is a full disk when it says so', () => {
    const output = 'initdb: error: could not write to file "pg_wal": No space left on device\n';
    expect(programRefusal('créer sa base', output, '/srv/taux')).toMatchObject({ refusal: { code: 'DISQUE_PLEIN' } });
  });

  it('is quoted at its first fatal line, with the log to read on', () => {
    const output = 'LOG:  starting\nFATAL:  could not map anonymous shared memory\nHINT:  reduce it\n';
    expect(programRefusal('démarrer', output, '/srv/taux', '/srv/taux/postgres.log')).toMatchObject({
      refusal: {
        code: 'POSTGRES_EN_ECHEC',
        message: expect.stringMatching(
          /^PostgreSQL n'a pas pu démarrer dans « \/srv\/taux » \(FATAL: {2}could not map .*postgres\.log »\) : /,
        ) as string,
      },
    });
  });
});
