import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common';
import { AcceptInvitation } from '#application/access/accept-invitation';
import { ReadInvitation } from '#application/access/read-invitation';
import type { Refusal } from '#domain/values/result';
import { Anyone } from '../page/access';
import { textOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { openSession, type Visit } from '../page/session';
import { PATHS } from '../paths';
import { InvitationForm, UselessLink } from './invitation-form';

const GONE = 410;

/** A link by which somebody chooses their password, and is then signed in. */
@Controller()
export class InvitationController {
  constructor(
    private readonly read: ReadInvitation,
    private readonly accept: AcceptInvitation,
  ) {}

  @Anyone()
  @Get(PATHS.invitation)
  async show(@Param('token') token: string): Promise<Answer> {
    return this.form(token);
  }

  @Anyone()
  @Post(PATHS.invitation)
  async choose(@Param('token') token: string, @Body() body: unknown, @Req() visit: Visit): Promise<Answer> {
    const taken = await this.accept.run(token, textOf(body, 'new-password'));
    if (!taken.ok) return this.form(token, taken.refusal);
    await openSession(visit, taken.value.accountId);
    return redirect(PATHS.home, 'Votre mot de passe est enregistré et vous êtes connecté.');
  }

  private async form(token: string, refusal?: Refusal): Promise<Answer> {
    const invitation = await this.read.run(token);
    if (!invitation.ok)
      return page({
        title: 'Ce lien ne sert plus',
        status: GONE,
        body: UselessLink({ why: invitation.refusal.message }),
      });
    return page({
      title: 'Choisir votre mot de passe',
      status: refusal === undefined ? 200 : UNPROCESSABLE,
      body: InvitationForm({ token, invitation: invitation.value, error: refusal?.message }),
      errors: refusal === undefined ? [] : [{ field: 'new-password', message: refusal.message }],
    });
  }
}
