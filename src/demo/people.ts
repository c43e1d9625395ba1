import type { DemoAccount } from '#application/access/open-demo-accounts';
import { OpenDemoAccounts } from '#application/access/open-demo-accounts';
import type { PersonAsked } from '#application/access/new-person';
import { ROLE_WORDS } from '#domain/access/role';
import { counted } from '#cli/french';
import { ACTOR, type DemoHouse } from './demo-house';
import { COMPANIES, establishmentOf } from './portfolio';
import type { StoryName } from './stories';
import { heading } from './terminal';

/** One of each situation that a payroll admin meets: contradiction, office rate, several rates, new client, refused automation. */
const CLAIRES: readonly StoryName[] = [
  'declared-otherwise',
  'office-rates',
  'first-notice',
  'new-client',
  'automation-refused',
  'contradiction',
  'several-rates',
  'not-received',
];

const sirenOf = (story: StoryName): string => establishmentOf(story).establishment.siret.slice(0, 9);

/** One person per role. */
const PEOPLE: readonly PersonAsked[] = [
  {
    email: 'claire@demo.example',
    name: 'Claire Fontaine',
    role: 'PAYROLL_ADMIN',
    companies: [...new Set(CLAIRES.map(sirenOf))],
  },
  {
    email: 'paul@demo.example',
    name: 'Paul Mercier',
    role: 'ACCOUNTANT',
    companies: COMPANIES.map(({ siren }) => siren),
  },
  { email: 'samia@demo.example', name: 'Samia Belkacem', role: 'SUPPORT', companies: [] },
  { email: 'alain@demo.example', name: 'Alain Dubreuil', role: 'ADMINISTRATOR', companies: [] },
];

/** Opens the demo's accounts and says how to sign in. */
export async function peopleText({ verb }: DemoHouse): Promise<string> {
  const accounts = await verb(OpenDemoAccounts).run(PEOPLE, ACTOR);
  return [heading('Qui peut se connecter'), ...tableOf(accounts)].join('\n');
}

const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));

function tableOf(accounts: readonly DemoAccount[]): string[] {
  const [emails, passwords] = [accounts.map(({ email }) => email), accounts.map(({ password }) => password)];
  return accounts.map(({ email, password, role, companies }) => {
    const sees = companies.length === 0 ? 'toutes les entreprises' : counted(companies.length, 'entreprise');
    return `  ${email.padEnd(widest(emails))}  ${password.padEnd(widest(passwords))}  ${ROLE_WORDS[role]}, ${sees}`;
  });
}
