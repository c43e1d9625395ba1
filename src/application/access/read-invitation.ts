import { Injectable } from '@nestjs/common';
import { accepted, refused, type Result } from '#domain/values/result';
import { invitationOf, type Invitation } from '#storage/access/invitations';
import { Database, type Tx } from '#storage/database';
import { WallClock } from '../ports/clock';

/** Whom a link lets in; refused when it was used, replaced, or is too old. */
@Injectable()
export class ReadInvitation {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run(token: string): Promise<Result<Invitation>> {
    return this.database.transaction('system', (tx) => openInvitation(tx, token, this.wallClock.now()));
  }
}

const ASK_AGAIN = 'demandez-en un nouveau à votre administrateur';

export async function openInvitation(tx: Tx, token: string, now: string): Promise<Result<Invitation>> {
  const invitation = await invitationOf(tx, token);
  if (invitation === null)
    return refused('INVITATION_INCONNUE', `Ce lien n’existe pas : vérifiez qu’il est entier, ou ${ASK_AGAIN}.`);
  if (invitation.usedAt !== null)
    return refused('INVITATION_UTILISEE', 'Ce lien a déjà servi : connectez-vous avec le mot de passe choisi.');
  if (invitation.revokedAt !== null)
    return refused(
      'INVITATION_REMPLACEE',
      `Ce lien a été remplacé par un autre : utilisez le dernier reçu, ou ${ASK_AGAIN}.`,
    );
  if (invitation.expiresAt <= now) return refused('INVITATION_PERIMEE', `Ce lien a plus de sept jours : ${ASK_AGAIN}.`);
  return accepted(invitation);
}
