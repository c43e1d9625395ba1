import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import { ListAccounts } from '#application/access/list-accounts';
import type { Viewer } from '#application/access/viewer';
import { CreateApiKey } from '#application/api/create-api-key';
import { ListApiKeys } from '#application/api/list-api-keys';
import { RevokeApiKey } from '#application/api/revoke-api-key';
import { isBoundToCompanies } from '#domain/access/role';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { rowNumber, textOfEach, textsOf } from '../page/fields';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { PATHS } from '../paths';
import { KeyForm, KeyMadePage, type KeyFields } from './key-form';
import { KeysPage } from './keys-page';
import { sirensOf } from './words';

/** Keys of programs: administrators make them for any company, accountants for their own clients. */
@Allow('ADMINISTRATOR', 'ACCOUNTANT')
@Controller()
export class KeysController {
  constructor(
    private readonly listKeys: ListApiKeys,
    private readonly createKey: CreateApiKey,
    private readonly revokeKey: RevokeApiKey,
    private readonly accounts: ListAccounts,
  ) {}

  @Get(PATHS.apiKeys)
  async list(@CurrentViewer() viewer: Viewer): Promise<Answer> {
    return page({ title: 'Clés d’API', body: KeysPage({ keys: await this.listKeys.run(viewer) }) });
  }

  @Get(PATHS.apiKeyCreate)
  ask(@CurrentViewer() viewer: Viewer): Answer {
    return form(viewer, { name: '', scopes: [], companies: '', cabinet: '', expiresOn: '' });
  }

  @Post(PATHS.apiKeyCreate)
  async create(@CurrentViewer() viewer: Viewer, @Body() body: unknown): Promise<Answer> {
    const typed: KeyFields = {
      ...textOfEach(body, ['name', 'companies', 'cabinet', 'expiresOn']),
      scopes: textsOf(body, 'scopes'),
    };
    const accountId = await this.cabinetOf(typed.cabinet, viewer);
    const asked = { ...typed, companies: sirensOf(typed.companies), accountId };
    const made = await this.createKey.run(asked, viewer);
    if (!made.ok) return form(viewer, typed, made.refusal);
    return page({ title: 'Clé prête', back: PATHS.apiKeys, body: KeyMadePage({ made: made.value }) });
  }

  @Post(PATHS.apiKeyRevoke)
  async revoke(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Answer> {
    const revoked = await this.revokeKey.run(rowNumber(id), viewer);
    if (!revoked.ok) throw new NotFoundException(revoked.refusal.message);
    return redirect(PATHS.apiKeys, `La clé « ${revoked.value.name} » est révoquée : elle n’ouvre plus rien.`);
  }

  /** By the address of its account; an address that nobody has becomes an account that does not exist. */
  private async cabinetOf(email: string, viewer: Viewer): Promise<number | null> {
    if (isBoundToCompanies(viewer.role)) return viewer.accountId;
    const asked = email.trim().toLowerCase();
    if (asked === '') return null;
    const { accounts } = await this.accounts.run();
    return accounts.find((account) => account.email === asked)?.id ?? NO_ACCOUNT;
  }
}

/** No account has this number. */
const NO_ACCOUNT = 0;

/** Field at which each refusal is shown; that of the companies for all others. */
const FIELDS: Readonly<Record<string, string>> = {
  NOM_ILLISIBLE: 'name',
  DROIT_ABSENT: 'scopes',
  DROIT_INCONNU: 'scopes',
  COMPTE_INCONNU: 'cabinet',
  DATE_PASSEE: 'expiresOn',
  DATE_ILLISIBLE: 'expiresOn',
  DATE_INEXISTANTE: 'expiresOn',
};

function form(viewer: Viewer, typed: KeyFields, refusal?: Refusal): Answer {
  const errors = refusal === undefined ? [] : [{ field: FIELDS[refusal.code] ?? 'companies', ...refusal }];
  return page({
    title: 'Créer une clé d’API',
    back: PATHS.apiKeys,
    status: errors.length === 0 ? 200 : UNPROCESSABLE,
    body: KeyForm({ typed, errors, isOwn: isBoundToCompanies(viewer.role) }),
    errors,
  });
}
