import { Body, Controller, Get, Inject, Post, Query, Req } from '@nestjs/common';
import { SignIn } from '#application/access/sign-in';
import type { AccessSettings } from '#config/access-settings';
import { Allow, Anyone, type WithViewer } from '../page/access';
import { textOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { openSession, type Visit } from '../page/session';
import { PATHS } from '../paths';
import { ACCESS_SETTINGS } from './access-settings';
import { placeInside } from './place-inside';
import { SignInForm, type SignInFormProps } from './sign-in-form';

const TOO_MANY = 429;

@Controller()
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
  ) {}

  @Anyone()
  @Get(PATHS.signIn)
  show(@Req() { viewer }: WithViewer, @Query('suite') to?: unknown): Answer {
    if (viewer !== undefined) return redirect(placeInside(to));
    return this.form({ to: placeInside(to), email: '' });
  }

  @Anyone()
  @Post(PATHS.signIn)
  async enter(@Req() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const to = placeInside(textOf(body, 'suite'));
    const email = textOf(body, 'email');
    const asked = { email, password: textOf(body, 'password'), address: visit.ip };
    const entered = await this.signIn.run(asked);
    if (entered.ok) {
      await openSession(visit, entered.value.accountId);
      return redirect(to);
    }
    const { code, message } = entered.refusal;
    return this.form({ to, email, error: message }, code === 'TROP_D_ESSAIS' ? TOO_MANY : UNPROCESSABLE);
  }

  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'SUPPORT', 'ADMINISTRATOR')
  @Post(PATHS.signOut)
  async leave(@Req() visit: Visit): Promise<Answer> {
    await visit.session.regenerate();
    return redirect(PATHS.signIn, 'Vous êtes déconnecté.');
  }

  private form(props: Omit<SignInFormProps, 'provider'>, status = 200): Answer {
    const { error } = props;
    return page({
      title: 'Se connecter',
      status,
      body: SignInForm({ ...props, provider: this.settings.provider?.name ?? null }),
      errors: error === undefined ? [] : [{ field: 'email', message: error }],
    });
  }
}
