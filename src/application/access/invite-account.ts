import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { accepted, type Result } from '#domain/values/result';
import { accountByEmail } from '#storage/access/accounts';
import { insertInvitation } from '#storage/access/invitations';
import { appendEntries } from '#storage/audit';
import { Database } from '#storage/database';
import { Clock, WallClock } from '../ports/clock';
import { addressTaken } from './create-account';
import { minutesFrom } from './moments';
import { readPerson, type Person, type PersonAsked } from './new-person';

const INVITATION_DAYS = 7;
const TOKEN_BYTES = 32;

/** What goes into a link that lets in; known to nobody but who receives it. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

export const linkExpiry = (now: string): string => minutesFrom(now, INVITATION_DAYS * 24 * 60);

export interface Invited extends Person {
  /** Of the link, said this once: the program keeps its hash only. */
  readonly token: string;
  readonly expiresAt: string;
}

/** Invites a person by a link that works once; inviting again ends the former link. */
@Injectable()
export class InviteAccount {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
  ) {}

  async run(asked: PersonAsked, actor: string): Promise<Result<Invited>> {
    const person = readPerson(asked);
    if (!person.ok) return person;
    const { email, name, role, companies } = person.value;
    const createdAt = this.wallClock.now();
    const token = newToken();
    const expiresAt = linkExpiry(createdAt);
    return this.database.transaction('system', async (tx) => {
      if ((await accountByEmail(tx, email)) !== null) return addressTaken(email);
      const invitation = { token, accountId: null, ...person.value, createdAt, expiresAt };
      const id = await insertInvitation(tx, invitation);
      const body = { invitation: id, name, role, companies };
      const at = this.clock.now();
      await appendEntries(tx, [{ at, actor, action: 'account.invited', siren: null, siret: null, body, covers: null }]);
      return accepted({ ...person.value, token, expiresAt });
    });
  }
}
