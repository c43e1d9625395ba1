import { Body, Controller, Get, Inject, NotFoundException, Param, Post, Req } from '@nestjs/common';
import { ChangeCompanies } from '#application/access/change-companies';
import { DisableAccount } from '#application/access/disable-account';
import { InviteAccount, type Invited } from '#application/access/invite-account';
import { ListAccounts, type Account } from '#application/access/list-accounts';
import { SendMails } from '#application/mail/send-mails';
import { RenewPassword } from '#application/access/renew-password';
import type { Viewer } from '#application/access/viewer';
import type { AccessSettings } from '#config/access-settings';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { rowNumber, textOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import type { Visit } from '../page/session';
import { linkTo, PATHS } from '../paths';
import { ACCESS_SETTINGS, LOG, type Log } from './access-settings';
import { CompaniesForm } from './companies-form';
import { InviteForm, LinkPage, type InviteFields } from './invite-form';
import { UsersPage } from './users-page';
import { sirensOf } from './words';

/** Who may come in: administrators invite, shut out, and say which companies a person sees. */
@Allow('ADMINISTRATOR')
@Controller()
export class UsersController {
  constructor(
    private readonly accounts: ListAccounts,
    private readonly inviteAccount: InviteAccount,
    private readonly disableAccount: DisableAccount,
    private readonly renewPassword: RenewPassword,
    private readonly changeCompanies: ChangeCompanies,
    private readonly sendMails: SendMails,
    @Inject(ACCESS_SETTINGS) private readonly settings: AccessSettings,
    @Inject(LOG) private readonly log: Log,
  ) {}

  @Get(PATHS.users)
  async list(@CurrentViewer() viewer: Viewer): Promise<Answer> {
    return page({ title: 'Utilisateurs', body: UsersPage({ ...(await this.accounts.run()), viewer }) });
  }

  @Get(PATHS.userInvite)
  ask(): Answer {
    return inviteForm({ email: '', name: '', role: 'PAYROLL_ADMIN', companies: '' });
  }

  @Post(PATHS.userInvite)
  async invite(@CurrentViewer() viewer: Viewer, @Req() visit: Visit, @Body() body: unknown): Promise<Answer> {
    const [email, name, role, companies] = ['email', 'name', 'role', 'companies'].map((field) => textOf(body, field));
    const typed = { email: email ?? '', name: name ?? '', role: role ?? '', companies: companies ?? '' };
    const invited = await this.inviteAccount.run({ ...typed, companies: sirensOf(typed.companies) }, viewer.actor);
    return invited.ok ? this.link(visit, invited.value, 'Invitation prête') : inviteForm(typed, invited.refusal);
  }

  @Post(PATHS.userLink)
  async renew(@CurrentViewer() viewer: Viewer, @Req() visit: Visit, @Param('id') id: string): Promise<Answer> {
    const link = await this.renewPassword.run(rowNumber(id), viewer.actor);
    return link.ok ? this.link(visit, link.value, 'Lien prêt') : notFound(link.refusal);
  }

  @Post(PATHS.userDisable)
  async disable(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    const closed = await this.disableAccount.run(rowNumber(id), viewer.actor);
    if (closed.ok)
      return redirect(PATHS.users, `Le compte de ${closed.value.name} est fermé, et ses sessions avec lui.`);
    if (closed.refusal.code === 'COMPTE_INCONNU') return notFound(closed.refusal);
    const shown = { ...(await this.accounts.run()), viewer };
    return page({
      title: 'Utilisateurs',
      status: UNPROCESSABLE,
      body: UsersPage(shown),
      errors: [{ field: `compte-${id}`, message: closed.refusal.message }],
    });
  }

  @Get(PATHS.userCompanies)
  async companies(@Param('id') id: string): Promise<Answer> {
    const account = await this.account(id);
    return companiesForm(account, account.companies.join('\n'));
  }

  @Post(PATHS.userCompanies)
  async saveCompanies(
    @CurrentViewer() viewer: Viewer,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<Answer> {
    const account = await this.account(id);
    const typed = textOf(body, 'companies');
    const changed = await this.changeCompanies.run(account.id, sirensOf(typed), viewer.actor);
    if (!changed.ok) return companiesForm(account, typed, changed.refusal);
    return redirect(PATHS.users, `Les entreprises de ${account.name} sont enregistrées.`);
  }

  private async account(id: string): Promise<Account> {
    const { accounts } = await this.accounts.run();
    const account = accounts.find((known) => known.id === rowNumber(id) && known.disabledAt === null);
    if (account === undefined) throw new NotFoundException();
    return account;
  }

  /** Shown this once: the program itself cannot say it again. */
  private link(visit: Visit, invited: Invited, title: string): Answer {
    if (invited.mailed) this.sendSoon();
    const base = this.settings.publicUrl ?? `${visit.protocol}://${String(visit.headers.host)}`;
    const address = `${base}${linkTo('invitation', { token: invited.token })}`;
    return page({ title, back: PATHS.users, body: LinkPage({ title, invited, address }) });
  }

  /** Without waiting for the next round of the post; what does not go now goes then. */
  private sendSoon(): void {
    this.sendMails.run().catch((error: unknown) => this.log(`Envoi d’e-mails : ${String(error)}`));
  }
}

function notFound({ message }: Refusal): never {
  throw new NotFoundException(message);
}

/** Field at which each refusal is shown. */
const FIELDS: Readonly<Record<string, string>> = {
  ADRESSE_ILLISIBLE: 'email',
  ADRESSE_PRISE: 'email',
  NOM_ILLISIBLE: 'name',
  ROLE_INCONNU: 'role',
};

function inviteForm(typed: InviteFields, refusal?: Refusal): Answer {
  const errors = refusal === undefined ? [] : [{ field: FIELDS[refusal.code] ?? 'companies', ...refusal }];
  return page({
    title: 'Inviter une personne',
    back: PATHS.users,
    status: errors.length === 0 ? 200 : UNPROCESSABLE,
    body: InviteForm({ typed, errors }),
    errors,
  });
}

function companiesForm(account: Account, typed: string, refusal?: Refusal): Answer {
  return page({
    title: `Entreprises de ${account.name}`,
    back: PATHS.users,
    status: refusal === undefined ? 200 : UNPROCESSABLE,
    body: CompaniesForm({ account, typed, error: refusal?.message }),
    errors: refusal === undefined ? [] : [{ field: 'companies', message: refusal.message }],
  });
}
