import type { Command as Program } from 'commander';
import { ListAccounts } from '#application/access/list-accounts';
import { CreateApiKey } from '#application/api/create-api-key';
import type { KeyHolder } from '#application/api/key-holder';
import { ListApiKeys, type ApiKey } from '#application/api/list-api-keys';
import { RevokeApiKey } from '#application/api/revoke-api-key';
import { API_SCOPES } from '#domain/access/api-scope';
import { accepted, refused, type Result } from '#domain/values/result';
import type { Command, CommandContext, Run } from '../command';
import { JSON_OPTION } from '../command';
import { counted, frenchMoment } from '../french';
import { textTable } from '../table';

interface KeyOptions {
  readonly json?: boolean;
  readonly scope: readonly string[];
  readonly siren?: readonly string[];
  readonly account?: string;
  readonly until?: string;
}

export const apiKey: Command = (program, run) => {
  const group = program.command('api-key').description('clés par lesquelles des logiciels emploient l’API');
  create(group, run);
  list(group, run);
  revoke(group, run);
};

const holderOf = ({ actor }: CommandContext): KeyHolder => ({ actor, scope: 'system', accountId: null });

const listed = (texts: readonly string[]): readonly string[] => [texts].flat().flatMap((text) => text.split(','));

function create(group: Program, run: Run): void {
  group
    .command('create')
    .description('créer une clé, affichée cette seule fois')
    .argument('<nom>', 'logiciel qui s’en servira')
    .requiredOption('--scope <droit...>', API_SCOPES.join(', '))
    .option('--siren <siren...>', 'entreprises de la clé ; toutes sans cette option')
    .option('--account <email>', 'compte de cabinet dont la clé suit les entreprises')
    .option('--until <AAAA-MM-JJ>', 'dernier jour de la clé')
    .option(...JSON_OPTION)
    .action(async (name: string, options: KeyOptions) => {
      await run(options, async (context) => {
        const account = await accountOf(options.account, context);
        if (!account.ok) return account;
        const asked = {
          ...{ name, scopes: listed(options.scope), companies: listed(options.siren ?? []) },
          ...{ accountId: account.value, expiresOn: options.until ?? '' },
        };
        const made = await context.verb(CreateApiKey).run(asked, holderOf(context));
        if (!made.ok) return made;
        const { token, id, shown, scopes, companies, expiresAt } = made.value;
        return {
          json: { id, name: made.value.name, token, shown, scopes, companies, account: account.value, expiresAt },
          text: `Clé n° ${id} « ${made.value.name} », affichée cette seule fois :\n${token}`,
        };
      });
    });
}

async function accountOf(email: string | undefined, { verb }: CommandContext): Promise<Result<number | null>> {
  if (email === undefined) return accepted(null);
  const asked = email.trim().toLowerCase();
  const account = (await verb(ListAccounts).run()).accounts.find((known) => known.email === asked);
  if (account !== undefined) return accepted(account.id);
  return refused('COMPTE_INCONNU', `Personne n'a de compte à l'adresse « ${asked.slice(0, 60)} » : voyez user list.`);
}

function list(group: Program, run: Run): void {
  group
    .command('list')
    .description('lister les clés')
    .option(...JSON_OPTION)
    .action(async (options: { json?: boolean }) => {
      await run(options, async (context) => {
        const keys = await context.verb(ListApiKeys).run(holderOf(context));
        return { json: { keys: keys.map(keyJson) }, text: listText(keys) };
      });
    });
}

function revoke(group: Program, run: Run): void {
  group
    .command('revoke')
    .description('révoquer une clé : elle n’ouvre plus rien, aussitôt et pour toujours')
    .argument('<id>', 'numéro de la clé, voir api-key list')
    .option(...JSON_OPTION)
    .action(async (id: string, options: { json?: boolean }) => {
      await run(options, async (context) => {
        const revoked = await context.verb(RevokeApiKey).run(NUMBER.test(id) ? Number(id) : NO_KEY, holderOf(context));
        return revoked.ok ? { json: keyJson(revoked.value), text: `${revoked.value.name} : clé révoquée.` } : revoked;
      });
    });
}

const NUMBER = /^[1-9]\d{0,14}$/;
/** No row has this number: what is no number is a key that does not exist. */
const NO_KEY = 0;

const keyJson = ({ id, name, shown, scopes, companies, accountId, createdAt, expiresAt, ...key }: ApiKey) => ({
  ...{ id, name, shown, scopes, companies, account: accountId, createdAt, expiresAt },
  lastUsedAt: key.lastUsedAt,
  revokedAt: key.revokedAt,
});

function listText(keys: readonly ApiKey[]): string {
  if (keys.length === 0) return "Aucune clé n'a été créée : api-key create en crée une.";
  const rows = keys.map((key) => [
    ...[String(key.id), key.name, key.shown, key.scopes.join(' ')],
    key.companies === null ? (key.accountName ?? 'toutes') : counted(key.companies.length, 'entreprise'),
    stateOf(key),
  ]);
  return textTable(['n°', 'nom', 'clé', 'droits', 'entreprises', 'état'], rows);
}

function stateOf({ revokedAt, expiresAt, lastUsedAt }: ApiKey): string {
  if (revokedAt !== null) return 'révoquée';
  const until = expiresAt === null ? '' : `, jusqu'au ${frenchMoment(expiresAt)}`;
  return `${lastUsedAt === null ? 'jamais employée' : `employée le ${frenchMoment(lastUsedAt)}`}${until}`;
}
