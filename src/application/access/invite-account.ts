import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { accepted, type Result } from '#domain/values/result';
import { accountByEmail } from '#storage/access/accounts';
import { insertInvitation } from '#storage/access/invitations';
import { appendEntries } from '#storage/audit';
import { Database, type Tx } from '#storage/database';
import { invitationLetter } from '#domain/mail/letters';
import { postMails } from '#storage/mail/outbox';
import { PostOffice } from '../mail/post-office';
import { Clock, WallClock } from '../ports/clock';
import { frenchMoment } from '../ports/paris';
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
  /** Whether a message with the link is on its way. */
  readonly mailed: boolean;
}

/** Invites a person by a link that works once; inviting again ends the former link. */
@Injectable()
export class InviteAccount {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly office: PostOffice,
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
      const mailed = await mailLink(tx, this.office, { ...invitation, id });
      const at = this.clock.now();
      await appendEntries(tx, [{ at, actor, action: 'account.invited', siren: null, siret: null, body, covers: null }]);
      return accepted({ ...person.value, token, expiresAt, mailed });
    });
  }
}

interface Link {
  /** Of the invitation. */
  readonly id: number;
  readonly accountId: number | null;
  readonly email: string;
  readonly token: string;
  readonly createdAt: string;
  readonly expiresAt: string;
}

/** Writes the message that carries a link, in the transaction that makes the link; false where there is no post. */
export async function mailLink(tx: Tx, office: PostOffice, link: Link): Promise<boolean> {
  if (!office.isOpen) return false;
  const { id, accountId, email, token, createdAt, expiresAt } = link;
  const letter = invitationLetter(office.invitation(token), frenchMoment(expiresAt), accountId === null);
  await postMails(tx, [{ key: `INVITATION:${String(id)}`, kind: 'INVITATION', accountId, email, letter }], createdAt);
  return true;
}
