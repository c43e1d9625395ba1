import { Injectable } from '@nestjs/common';
import { createHmac, randomBytes } from 'node:crypto';
import { trusted } from '#domain/values/result';
import { accountByEmail, insertAccount, openDemoAccount, passwordHashOf } from '#storage/access/accounts';
import { secretNamed } from '#storage/access/secrets';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { accountEntry } from './account-entry';
import { readPerson, type Person, type PersonAsked } from './new-person';
import { hashPassword, passwordMatches } from './passwords';

export interface DemoAccount extends Person {
  /** To be printed; another on each base. */
  readonly password: string;
}

/** The people of the demo. Their passwords come from a secret of the base: the same at each start, known nowhere else. */
@Injectable()
export class OpenDemoAccounts {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(people: readonly PersonAsked[], actor: string): Promise<readonly DemoAccount[]> {
    const fresh = randomBytes(32).toString('hex');
    const secret = await this.database.transaction('system', (tx) => secretNamed(tx, 'demo', fresh));
    const accounts = people.map((asked) => {
      const person = trusted(readPerson(asked));
      return { ...person, password: passwordOf(secret, person.email) };
    });
    for (const account of accounts) await this.open(account, actor);
    return accounts;
  }

  private async open({ password, ...person }: DemoAccount, actor: string): Promise<void> {
    const passwordHash = await hashPassword(password);
    await this.database.transaction('system', async (tx) => {
      const known = await accountByEmail(tx, person.email);
      if (known !== null && known.disabledAt === null && (await this.isRight(tx, known.id, password))) return;
      const id = known?.id ?? (await insertAccount(tx, { ...person, passwordHash, at: this.wallClock.now() }));
      if (id === null) return;
      await openDemoAccount(tx, id, passwordHash);
      const { name, role, companies } = person;
      const act = { at: this.clock.now(), by: actor, more: { companies, demo: true } };
      await appendEntries(tx, [accountEntry({ id, name, role }, 'account.created', act)]);
    });
  }

  private async isRight(tx: Tx, id: number, password: string): Promise<boolean> {
    return passwordMatches(await passwordHashOf(tx, id), password);
  }
}

const WORDS = [
  ...['galet', 'prune', 'tilleul', 'moulin', 'cerise', 'lanterne', 'falaise', 'noisette'],
  ...['brume', 'cabane', 'safran', 'ruisseau', 'violon', 'hamac', 'colline', 'perdrix'],
];

/** `galet-moulin-safran-4821`: easy to type from a terminal. */
function passwordOf(secret: string, email: string): string {
  const digest = createHmac('sha256', secret).update(email).digest();
  const words = [0, 1, 2].map((place) => WORDS[(digest[place] ?? 0) % WORDS.length]);
  return [...words, String(digest.readUInt32BE(4) % 10_000).padStart(4, '0')].join('-');
}
