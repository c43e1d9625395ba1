import { randomBytes } from 'node:crypto';
import type { Command as Program } from 'commander';
import { CreateAccount } from '#application/access/create-account';
import { DisableAccount } from '#application/access/disable-account';
import { InviteAccount, type Invited } from '#application/access/invite-account';
import { ListAccounts, type Account, type Invitation } from '#application/access/list-accounts';
import { RenewPassword } from '#application/access/renew-password';
import { readInput } from '#application/ports/input-file';
import { ROLE_WORDS, ROLES } from '#domain/access/role';
import { refused, type Result } from '#domain/values/result';
import type { Answer, Command, CommandContext, Run } from '../command';
import { JSON_OPTION } from '../command';
import { counted, frenchMoment } from '../french';
import { textTable } from '../table';

interface PersonOptions {
  readonly json?: boolean;
  readonly name: string;
  readonly role: string;
  readonly siren?: readonly string[];
  readonly passwordFile?: string;
}

const EMAIL = ['<email>', 'adresse e-mail de la personne'] as const;
const ROLE_NAMES = ROLES.map((role) => role.toLowerCase().replaceAll('_', '-')).join(', ');

export const user: Command = (program, run) => {
  const group = program.command('user').description('qui peut se connecter aux pages : créer, inviter, fermer, lister');
  create(group, run);
  invite(group, run);
  link(group, run);
  disable(group, run);
  list(group, run);
};

const aboutPerson = (command: Program): Program =>
  command
    .argument(...EMAIL)
    .requiredOption('--name <nom>', 'prénom et nom')
    .requiredOption('--role <rôle>', ROLE_NAMES)
    .option('--siren <siren...>', 'entreprises de la personne (support et administrateur les voient toutes)')
    .option(...JSON_OPTION);

const listed = ({ siren = [] }: PersonOptions): readonly string[] => [siren].flat().flatMap((text) => text.split(','));

function create(group: Program, run: Run): void {
  aboutPerson(group.command('create'))
    .description('créer un compte avec son mot de passe, lu dans un fichier ou inventé et affiché une fois')
    .option('--password-file <fichier>', 'fichier dont la première ligne est le mot de passe')
    .action(async (email: string, options: PersonOptions) => {
      await run(options, async (context) => {
        const { verb, actor } = context;
        const password = await passwordOf(options, context);
        if (!password.ok) return password;
        const { name, role } = options;
        const asked = { email, name, role, companies: listed(options), password: password.value };
        const created = await verb(CreateAccount).run(asked, actor);
        if (!created.ok) return created;
        const shown = options.passwordFile === undefined ? { password: password.value } : {};
        const text = [`Compte n° ${created.value.id} : ${created.value.email}, ${ROLE_WORDS[created.value.role]}.`];
        if (shown.password !== undefined) text.push(`Mot de passe, affiché cette seule fois : ${shown.password}`);
        return { json: { ...accountJson(created.value), ...shown }, text: text.join('\n') };
      });
    });
}

const INVENTED_BYTES = 15;

async function passwordOf({ passwordFile }: PersonOptions, { path }: CommandContext): Promise<Result<string>> {
  if (passwordFile === undefined) return { ok: true, value: randomBytes(INVENTED_BYTES).toString('base64url') };
  const input = await readInput(path(passwordFile));
  if (!input.ok) return input;
  const [first = ''] = input.value.bytes.toString('utf8').split(/\r?\n/, 1);
  if (first === '')
    return refused('MOT_DE_PASSE_ABSENT', `Le fichier ${passwordFile} est vide : écrivez-y le mot de passe.`);
  return { ok: true, value: first };
}

function invite(group: Program, run: Run): void {
  aboutPerson(group.command('invite'))
    .description('inviter une personne : affiche un lien qui sert une fois, pour choisir son mot de passe')
    .action(async (email: string, options: PersonOptions) => {
      await run(options, async ({ verb, actor, pagesUrl }) => {
        const { name, role } = options;
        const asked = { email, name, role, companies: listed(options) };
        const invited = await verb(InviteAccount).run(asked, actor);
        return invited.ok ? linkAnswer(invited.value, pagesUrl) : invited;
      });
    });
}

function link(group: Program, run: Run): void {
  group
    .command('link')
    .description('afficher un lien par lequel une personne choisit un nouveau mot de passe')
    .argument(...EMAIL)
    .option(...JSON_OPTION)
    .action(async (email: string, options: { json?: boolean }) => {
      await run(options, async ({ verb, actor, pagesUrl }) => {
        const account = await accountOf(email, verb(ListAccounts), INVITE);
        if (!account.ok) return account;
        const renewed = await verb(RenewPassword).run(account.value.id, actor);
        return renewed.ok ? linkAnswer(renewed.value, pagesUrl) : renewed;
      });
    });
}

function disable(group: Program, run: Run): void {
  group
    .command('disable')
    .description('fermer un compte : ses sessions finissent aussitôt')
    .argument(...EMAIL)
    .option(...JSON_OPTION)
    .action(async (email: string, options: { json?: boolean }) => {
      await run(options, async ({ verb, actor }) => {
        const account = await accountOf(email, verb(ListAccounts));
        if (!account.ok) return account;
        const closed = await verb(DisableAccount).run(account.value.id, actor);
        return closed.ok ? { json: accountJson(closed.value), text: `${closed.value.email} : compte fermé.` } : closed;
      });
    });
}

function list(group: Program, run: Run): void {
  group
    .command('list')
    .description('lister les comptes et les liens en attente')
    .option(...JSON_OPTION)
    .action(async (options: { json?: boolean }) => {
      await run(options, async ({ verb }) => {
        const { accounts, invitations } = await verb(ListAccounts).run();
        const waiting = invitations.map(({ email, name, role, companies, expiresAt }) => ({
          ...{ email, name, role, companies, expiresAt },
        }));
        return { json: { users: accounts.map(accountJson), invitations: waiting }, text: listText(accounts, waiting) };
      });
    });
}

/** Whoever is invited and has not come has no password to renew yet. */
const INVITE = 'invitez la personne, ou invitez-la de nouveau, par user invite';

async function accountOf(email: string, accounts: ListAccounts, instead = 'voyez user list'): Promise<Result<Account>> {
  const asked = email.trim().toLowerCase();
  const account = (await accounts.run()).accounts.find((known) => known.email === asked);
  if (account !== undefined) return { ok: true, value: account };
  return refused('COMPTE_INCONNU', `Personne n'a de compte à l'adresse « ${asked.slice(0, 60)} » : ${instead}.`);
}

const accountJson = ({ id, email, name, role, companies, lastSignInAt, disabledAt }: Account) => ({
  ...{ id, email, name, role, companies, lastSignInAt },
  disabled: disabledAt !== null,
});

function linkAnswer({ token, expiresAt, ...person }: Invited, pagesUrl: string): Answer {
  const address = `${pagesUrl}/invitation/${token}`;
  return {
    json: { ...person, link: address, expiresAt },
    text: `${person.name} choisit son mot de passe par ce lien, une fois, jusqu'au ${frenchMoment(expiresAt)} :\n${address}`,
  };
}

type Waiting = Pick<Invitation, 'email' | 'name' | 'role' | 'companies' | 'expiresAt'>;

function listText(accounts: readonly Account[], waiting: readonly Waiting[]): string {
  if (accounts.length === 0 && waiting.length === 0)
    return "Personne n'a de compte : user invite crée le premier lien.";
  const rowOf = ({ email, name, role, companies }: Waiting | Account, state: string): string[] => [
    ...[email, name, ROLE_WORDS[role]],
    companies.length === 0 ? '' : counted(companies.length, 'entreprise'),
    state,
  ];
  const rows = [
    ...accounts.map((account) => rowOf(account, lastSeen(account))),
    ...waiting.map((link) => rowOf(link, `lien valable jusqu'au ${frenchMoment(link.expiresAt)}`)),
  ];
  return textTable(['adresse', 'nom', 'rôle', 'entreprises', 'dernière connexion'], rows);
}

function lastSeen({ lastSignInAt, disabledAt }: Account): string {
  if (disabledAt !== null) return 'fermé';
  return lastSignInAt === null ? 'jamais connecté' : frenchMoment(lastSignInAt);
}
