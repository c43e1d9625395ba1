import { Controller, Get, Inject, NotFoundException, Query, Req } from '@nestjs/common';
import { SignInByProvider } from '#application/access/sign-in-by-provider';
import type { AccessSettings } from '#config/access-settings';
import { Anyone } from '../page/access';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { openSession, type Visit } from '../page/session';
import { PATHS } from '../paths';
import { ACCESS_SETTINGS, LOG, type Log } from './access-settings';
import { placeInside } from './place-inside';
import { Provider } from './provider';
import { SignInForm } from './sign-in-form';

const BAD_GATEWAY = 502;

/** Sign-in by the identity provider: there and back. */
@Controller()
export class ProviderController {
  constructor(
    private readonly provider: Provider,
    private readonly signIn: SignInByProvider,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Anyone()
  @Get(PATHS.oidcStart)
  async leave(@Req() visit: Visit, @Query('suite') to?: unknown): Promise<Answer> {
    if (!this.provider.isConfigured) throw new NotFoundException();
    try {
      const { address, ...sent } = await this.provider.departure();
      visit.session.provider = { ...sent, to: placeInside(to) };
      return redirect(address);
    } catch (error) {
      this.logFault(error);
      return this.failed('Votre fournisseur d’identité ne répond pas : réessayez dans un instant.', BAD_GATEWAY);
    }
  }

  @Anyone()
  @Get(PATHS.oidcReturn)
  async comeBack(@Req() visit: Visit): Promise<Answer> {
    if (!this.provider.isConfigured) throw new NotFoundException();
    const { provider: sent } = visit.session;
    // Whatever comes of it, what was sent serves once.
    delete visit.session.provider;
    if (sent === undefined)
      return this.failed('La connexion par votre fournisseur d’identité a expiré : recommencez.', UNPROCESSABLE);
    const identity = await this.provider.identity(visit.url, sent).catch((error: unknown) => this.logFault(error));
    if (identity === null)
      return this.failed(
        'Votre fournisseur d’identité ne vous a pas laissé passer, ou sa réponse n’est pas sûre : recommencez.',
        UNPROCESSABLE,
      );
    const entered = await this.signIn.run(identity);
    if (!entered.ok) return this.failed(entered.refusal.message, UNPROCESSABLE);
    await openSession(visit, entered.value.accountId);
    return redirect(sent.to);
  }

  private logFault(error: unknown): null {
    this.log(`Identity provider: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }

  private failed(message: string, status: number): Answer {
    return page({
      title: 'Se connecter',
      status,
      body: SignInForm({ to: '/', email: '', provider: this.settings.provider?.name ?? null }),
      errors: [{ field: 'fournisseur', message }],
    });
  }
}
