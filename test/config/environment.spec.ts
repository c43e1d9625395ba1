import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessSettings, pagesUrl } from '#config/access-settings';
import { feedSettings } from '#config/feed-settings';
import { callerDirectory, readEnvironment, withoutPassword } from '#config/read-environment';

const read = (variables: Record<string, string>) => readEnvironment({ INIT_CWD: '/projet', ...variables });

const sentence = (variables: Record<string, string>): string => {
  const result = read(variables);
  return result.ok ? 'acceptée' : result.refusal.message;
};

/** Where a portal of returns is asked, when there is one. */
const FEED = {
  ...{ crmTokenPath: 'jeton', crmDepositsPath: 'depots?depuis={depuis}', crmDays: 62 },
  ...{ crmReturnsPath: 'depots/{flux}/retours', crmReturnPath: 'retours/{retour}' },
};

/** How people come in, when nothing is said of it. */
const ACCESS = { sessionIdleMinutes: 60, sessionHours: 12, oidcName: 'votre compte d’entreprise' };
const BEHIND = { worker: 'child', apiRequestsPerMinute: 600, webhookPorts: '443,8443', webhookAllowLoopback: 'non' };

describe('the environment', () => {
  it('has a default for everything that is needed to start', () => {
    expect(read({})).toEqual({
      ok: true,
      value: {
        ...ACCESS,
        ...BEHIND,
        ...FEED,
        dataDir: '/projet/.data',
        host: '127.0.0.1',
        port: 3000,
        logLevel: 'info',
      },
    });
  });

  it('reads every variable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tj-env-'));
    writeFileSync(join(folder, 'policy.json'), '{}');
    const result = readEnvironment({
      INIT_CWD: folder,
      DATA_DIR: 'donnees',
      DATABASE_URL: 'postgresql://paie:secret@db.exemple.fr:5433/taux',
      REDIS_URL: 'rediss://:secret@file.exemple.fr:6380',
      NOW: '2026-01-15T09:00:00+01:00',
      HOST: 'taux.exemple.fr',
      PORT: '0',
      LOG_LEVEL: 'debug',
      POLICY_FILE: 'policy.json',
    });
    rmSync(folder, { recursive: true });
    expect(result).toEqual({
      ok: true,
      value: {
        ...ACCESS,
        ...BEHIND,
        ...FEED,
        dataDir: join(folder, 'donnees'),
        databaseUrl: 'postgresql://paie:secret@db.exemple.fr:5433/taux',
        redisUrl: 'rediss://:secret@file.exemple.fr:6380',
        now: '2026-01-15T08:00:00.000Z',
        host: 'taux.exemple.fr',
        port: 0,
        logLevel: 'debug',
        policyFile: join(folder, 'policy.json'),
      },
    });
  });

  it('reads where documents of rates arrive by themselves', () => {
    const portal = { CRM_URL: 'https://portail.exemple.fr/m2m', CRM_USER: 'paie', CRM_PASSWORD: 'secret' };
    const result = read({ FEED_FOLDER: tmpdir(), ...portal, CRM_RETURN_PATH: 'consulter/{retour}' });
    expect(result.ok && feedSettings(result.value)).toEqual({
      folder: tmpdir(),
      portal: {
        ...{ url: 'https://portail.exemple.fr/m2m', user: 'paie', password: 'secret', days: 62 },
        paths: {
          ...{ token: 'jeton', deposits: 'depots?depuis={depuis}' },
          ...{ returns: 'depots/{flux}/retours', return: 'consulter/{retour}' },
        },
      },
    });
  });

  it.each([
    [{ FEED_FOLDER: '/nulle/part' }, 'FEED_FOLDER'],
    [{ CRM_URL: 'http://portail.exemple.fr' }, 'CRM_URL'],
    [{ CRM_URL: 'https://paie:secret@portail.exemple.fr' }, 'CRM_URL'],
    [{ CRM_URL: 'https://portail.exemple.fr' }, 'CRM_USER manque'],
    [{ CRM_URL: 'https://portail.exemple.fr', CRM_USER: 'paie' }, 'CRM_PASSWORD manque'],
    [{ CRM_RETURN_PATH: 'retours' }, '{retour}'],
    [{ CRM_DAYS: '0' }, 'CRM_DAYS'],
  ])('refuses %j by name', (variables, words) => {
    expect(sentence(variables)).toContain(words);
    expect(sentence(variables)).not.toContain('secret');
  });

  it('takes an empty variable, as docker compose passes it, for an absent one', () => {
    expect(read({ REDIS_URL: '', DATABASE_URL: '  ', PORT: '' })).toEqual(read({}));
  });

  it('keeps an absolute data folder as it is', () => {
    expect(read({ DATA_DIR: '/srv/taux' })).toMatchObject({ value: { dataDir: '/srv/taux' } });
  });

  it.each([
    ['2026-01-15', '2026-01-15T00:00:00.000Z'],
    ['2026-01-15T09:30', '2026-01-15T09:30:00.000Z'],
    ['2026-01-15T09:30:05.250Z', '2026-01-15T09:30:05.250Z'],
    ['2024-02-29T23:30:00-02:00', '2024-03-01T01:30:00.000Z'],
  ])('understands the instant %s', (text, instant) => {
    expect(read({ NOW: text })).toMatchObject({ value: { now: instant } });
  });

  it.each([
    ['NOW', '2026-02-31T00:00:00Z', 'instant ISO'],
    ['NOW', '2026-01-15T25:00:00Z', 'instant ISO'],
    ['NOW', 'demain', 'instant ISO'],
    ['PORT', '3000a', 'entre 0 et 65535'],
    ['PORT', '65536', 'entre 0 et 65535'],
    ['PORT', '-1', 'entre 0 et 65535'],
    ['HOST', 'taux juste', 'adresse IP'],
    ['LOG_LEVEL', 'verbeux', 'trace'],
    ['DATABASE_URL', 'mysql://localhost/taux', 'postgres://'],
    ['DATABASE_URL', 'localhost', 'postgres://'],
    ['REDIS_URL', 'http://localhost:6379', 'redis://'],
    ['POLICY_FILE', '/nulle/part.json', 'fichier JSON'],
    ['POLICY_FILE', '/', 'fichier JSON'],
    ['PUBLIC_URL', 'taux.exemple.fr', 'https://'],
    ['PUBLIC_URL', 'https://exemple.fr/taux', 'sans chemin'],
    ['SESSION_IDLE_MINUTES', '2', 'entre 5 et 1440'],
    ['SESSION_HOURS', '200', 'entre 1 et 168'],
    ['TRUSTED_PROXIES', 'partout', 'loopback'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'loopback'],
    ['OIDC_ISSUER', 'http://fournisseur.exemple.fr', 'OpenID Connect'],
  ])('refuses %s=%s and says what is expected', (variable, value, expected) => {
    expect(sentence({ [variable]: value })).toMatch(
      new RegExp(`^La variable ${variable} vaut « ${value} » alors que l'on attend .*${expected}.*\\.$`),
    );
  });

  it.each([
    ['mysql://paie:tres-secret@db/taux'],
    ['paie:tres-secret@db/taux'],
    ['mysql://paie:a@tres-secret@db/taux'],
    ['mysql://paie:a/tres-secret@db/taux'],
    ['mysql://:tres-secret@db'],
    ['mysql://db/taux?user=paie&password=tres-secret'],
    ['host=db user=paie password=tres-secret'],
    [`host=db password = 'mot \\' tres-secret' user=paie`],
    ['postgres://paie:100%tres-secret@db/taux'],
  ])('never repeats the password of %s', (url) => {
    expect(sentence({ DATABASE_URL: url })).toContain('***');
    expect(sentence({ DATABASE_URL: url })).not.toContain('tres-secret');
  });

  it('says how a « % » is written, which would else end a library far from here', () => {
    expect(sentence({ DATABASE_URL: 'postgres://paie:100%@db/taux' })).toContain('où « % » s’écrit « %25 »');
    expect(sentence({ REDIS_URL: 'redis://:100%@db' })).toContain('où « % » s’écrit « %25 »');
    expect(read({ DATABASE_URL: 'postgres://paie:100%25@db/taux' }).ok).toBe(true);
  });

  it('never repeats a secret that is too short', () => {
    expect(sentence({ SESSION_SECRET: 'tres-secret' })).toContain('SESSION_SECRET vaut « *** »');
  });

  it.each([
    [{ OIDC_ISSUER: 'https://id.exemple.fr' }, 'OIDC_CLIENT_ID'],
    [{ OIDC_ISSUER: 'https://id.exemple.fr', OIDC_CLIENT_ID: 'taux-juste' }, 'PUBLIC_URL'],
  ])('%j lacks %s', (variables, missing) => {
    expect(sentence(variables)).toContain(`La variable ${missing} manque`);
  });

  it('tells how people come in', () => {
    const settings = (variables: Record<string, string>) => {
      const result = read(variables);
      return result.ok ? accessSettings(result.value) : null;
    };
    expect(settings({})).toMatchObject({ publicUrl: null, trustedProxies: null, provider: null });
    expect(settings({ PUBLIC_URL: 'https://taux.exemple.fr/', TRUSTED_PROXIES: '10.0.0.0/8,loopback' })).toMatchObject({
      publicUrl: 'https://taux.exemple.fr',
      trustedProxies: '10.0.0.0/8,loopback',
    });
    const provider = {
      PUBLIC_URL: 'https://taux.exemple.fr',
      OIDC_ISSUER: 'https://id.exemple.fr',
      OIDC_CLIENT_ID: 'taux',
    };
    expect(settings(provider)).toMatchObject({
      trustedProxies: 'loopback',
      provider: { issuer: 'https://id.exemple.fr', clientId: 'taux', clientSecret: null },
    });
  });

  it.each([
    [{}, 'http://127.0.0.1:3000'],
    [{ HOST: '0.0.0.0', PORT: '8080' }, 'http://localhost:8080'],
    [{ HOST: '::1' }, 'http://[::1]:3000'],
    [{ PUBLIC_URL: 'https://taux.exemple.fr/' }, 'https://taux.exemple.fr'],
  ])('%j prints links that begin with %s', (variables, url) => {
    const result = read(variables);
    expect(result.ok ? pagesUrl(result.value) : '').toBe(url);
  });

  it('leaves an address without a password alone', () => {
    expect(withoutPassword('postgres://paie@db:5432/taux')).toBe('postgres://paie@db:5432/taux');
  });

  it('starts relative paths where the user stands, not where npm moved to', () => {
    expect(callerDirectory({ INIT_CWD: '/chez/elle' })).toBe('/chez/elle');
    expect(callerDirectory({})).toBe(process.cwd());
  });
});
