import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { parseApiScopes, type ApiScope } from '#domain/access/api-scope';
import { isBoundToCompanies } from '#domain/access/role';
import { parseWrittenDate } from '#domain/values/local-date';
import { accepted, refused, type Result } from '#domain/values/result';
import { parseSiren, type Siren } from '#domain/values/siret';
import { accountById, type Account } from '#storage/access/accounts';
import { insertApiKey, type ApiKey } from '#storage/api/keys';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { sees } from '../access/caller';
import { Clock, WallClock } from '../ports/clock';
import { endOfParisDay } from '../ports/paris';
import { keyEntry } from './key-entry';
import type { KeyHolder } from './key-holder';

/** A key to make, as typed. */
export interface ApiKeyAsked {
  /** Of the program that will use it, as the journal will name it. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** SIREN; none for all that its owner has. */
  readonly companies: readonly string[];
  /** The account whose companies it follows; null for none, which only those who see all companies may ask. */
  readonly accountId: number | null;
  /** Last day that it opens, ISO or French; empty for no end. */
  readonly expiresOn: string;
}

export interface ApiKeyMade extends Pick<
  ApiKey,
  'id' | 'name' | 'shown' | 'scopes' | 'companies' | 'accountName' | 'expiresAt'
> {
  /** The key itself, said this once: the program keeps its hash only. */
  readonly token: string;
}

const SECRET_BYTES = 32;
const PREFIX = 'tj_live_';
/** Characters of the secret that are shown afterwards: too few to help a guesser, enough to know it again. */
const SHOWN = 4;
const LONGEST_NAME = 60;

interface Read {
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  readonly companies: readonly Siren[] | null;
  readonly accountId: number | null;
  readonly expiresAt: string | null;
}

/** Makes a key for a program. Who is bound to companies makes one that follows their own account, and no other. */
@Injectable()
export class CreateApiKey {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(asked: ApiKeyAsked, holder: KeyHolder): Promise<Result<ApiKeyMade>> {
    const createdAt = this.wallClock.now();
    const read = readKey(asked, holder, createdAt);
    if (!read.ok) return read;
    const token = `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const shown = `${token.slice(0, PREFIX.length + SHOWN)}…`;
    return this.database.transaction('system', async (tx) => {
      const owner = await ownerOf(tx, read.value);
      if (!owner.ok) return owner;
      const key = { ...read.value, shown };
      const id = await insertApiKey(tx, { ...key, token, createdAt, createdBy: holder.actor });
      await appendEntries(tx, [keyEntry({ ...key, id }, 'api_key.created', this.clock.now(), holder.actor)]);
      const { name, scopes, companies, expiresAt } = key;
      return accepted({ id, name, token, shown, scopes, companies, accountName: owner.value?.name ?? null, expiresAt });
    });
  }
}

function readKey(asked: ApiKeyAsked, holder: KeyHolder, now: string): Result<Read> {
  const name = asked.name.trim().replace(/\s+/g, ' ');
  if (name === '')
    return refused('NOM_ILLISIBLE', 'Le nom de la clé manque : donnez celui du logiciel qui s’en servira.');
  if (name.length > LONGEST_NAME || /[\p{Cc}\p{Cf}<>]/u.test(name))
    return refused(
      'NOM_ILLISIBLE',
      `Le nom « ${name.slice(0, 40)} » doit compter 1 à ${LONGEST_NAME} caractères : celui du logiciel, par exemple.`,
    );
  const scopes = parseApiScopes(asked.scopes);
  if (!scopes.ok) return scopes;
  const companies = readSirens(asked.companies, holder);
  if (!companies.ok) return companies;
  const accountId = holder.scope === 'system' ? asked.accountId : holder.accountId;
  if (holder.scope !== 'system' && accountId === null)
    return refused('COMPTE_ABSENT', 'Cette clé doit suivre un compte : demandez-la à votre administrateur.');
  const expiresAt = readExpiry(asked.expiresOn, now);
  if (!expiresAt.ok) return expiresAt;
  return accepted({ name, scopes: scopes.value, companies: companies.value, accountId, expiresAt: expiresAt.value });
}

function readSirens(texts: readonly string[], { scope }: KeyHolder): Result<readonly Siren[] | null> {
  const sirens = new Set<Siren>();
  for (const text of texts) {
    const siren = parseSiren(text);
    if (!siren.ok) return siren;
    if (!sees(scope, siren.value))
      return refused('ENTREPRISE_INCONNUE', `L’entreprise ${siren.value} n’est pas des vôtres : ôtez-la de la liste.`);
    sirens.add(siren.value);
  }
  return accepted(sirens.size === 0 ? null : [...sirens].sort());
}

function readExpiry(text: string, now: string): Result<string | null> {
  if (text.trim() === '') return accepted(null);
  const day = parseWrittenDate(text);
  if (!day.ok) return day;
  const end = endOfParisDay(day.value);
  if (end > now) return accepted(end);
  return refused('DATE_PASSEE', `La date de fin ${text.trim()} est passée : choisissez un jour à venir.`);
}

/** The account that the key follows, null for none; its companies are the key's, so that it must be bound to some. */
async function ownerOf(tx: Tx, { accountId, companies }: Read): Promise<Result<Account | null>> {
  if (accountId === null) return accepted(null);
  const account = await accountById(tx, accountId);
  if (account?.disabledAt !== null || !isBoundToCompanies(account.role))
    return refused(
      'COMPTE_INCONNU',
      `Le compte n° ${accountId} n’existe pas, est fermé, ou voit toutes les entreprises : choisissez celui d’un cabinet.`,
    );
  const foreign = companies?.find((siren) => !account.companies.includes(siren));
  if (foreign === undefined) return accepted(account);
  return refused('ENTREPRISE_INCONNUE', `L’entreprise ${foreign} n’est pas de ${account.name} : ôtez-la de la liste.`);
}
