import { Body, Controller, Get, Post, Req } from '@nestjs/common';
import { ChangePassword } from '#application/access/change-password';
import { ListSessions } from '#application/access/list-sessions';
import { ChangeSubscriptions } from '#application/mail/change-subscriptions';
import { ReadSubscriptions } from '#application/mail/read-subscriptions';
import { SignOutEverywhere } from '#application/access/sign-out-everywhere';
import type { Viewer } from '#application/access/viewer';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { textOf, textsOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { openSession, type Visit } from '../page/session';
import { PATHS } from '../paths';
import { AccountPage } from './account-page';

/** At which field a refusal is shown; the new password where none is named. */
const OF_CURRENT = ['MOT_DE_PASSE_ACTUEL', 'TROP_D_ESSAIS'];

/** One's own account: where one is signed in, and the password. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
@Controller()
export class AccountController {
  constructor(
    private readonly sessions: ListSessions,
    private readonly changePassword: ChangePassword,
    private readonly signOutEverywhere: SignOutEverywhere,
    private readonly subscriptions: ReadSubscriptions,
    private readonly changeSubscriptions: ChangeSubscriptions,
  ) {}

  @Get(PATHS.account)
  show(@CurrentViewer() viewer: Viewer, @Req() visit: Visit): Promise<Answer> {
    return this.form(viewer, visit);
  }

  @Post(PATHS.accountPassword)
  async change(@CurrentViewer() viewer: Viewer, @Req() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const changed = await this.changePassword.run(
      viewer,
      textOf(body, 'current-password'),
      textOf(body, 'new-password'),
    );
    if (!changed.ok) return this.form(viewer, visit, changed.refusal);
    await openSession(visit, viewer.accountId);
    return redirect(PATHS.account, 'Votre mot de passe est changé et vos autres sessions sont fermées.');
  }

  @Post(PATHS.accountMails)
  async mails(@CurrentViewer() viewer: Viewer, @Body() body: unknown): Promise<Answer> {
    await this.changeSubscriptions.run(textsOf(body, 'e-mails'), viewer);
    return redirect(PATHS.account, 'Vos choix d’e-mails sont enregistrés.');
  }

  @Post(PATHS.signOutEverywhere)
  async leaveEverywhere(@CurrentViewer() viewer: Viewer, @Req() visit: Visit): Promise<Answer> {
    await this.signOutEverywhere.run(viewer, null);
    await visit.session.regenerate();
    return redirect(PATHS.signIn, 'Vous êtes déconnecté de tous vos appareils.');
  }

  private async form(viewer: Viewer, visit: Visit, refusal?: Refusal): Promise<Answer> {
    const sessions = await this.sessions.run(viewer, visit.session.sessionId);
    const { wanted } = await this.subscriptions.run(viewer);
    const field = refusal !== undefined && OF_CURRENT.includes(refusal.code) ? 'current-password' : 'new-password';
    const errors = refusal === undefined ? [] : [{ field, message: refusal.message }];
    return page({
      title: 'Mon compte',
      status: errors.length === 0 ? 200 : UNPROCESSABLE,
      body: AccountPage({ viewer, sessions, wanted, errors }),
      errors,
    });
  }
}
