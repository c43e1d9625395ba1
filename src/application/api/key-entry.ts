import type { ApiKey } from '#storage/api/keys';
import type { AuditEntry } from '#storage/audit';

type Subject = Pick<ApiKey, 'id' | 'name' | 'shown' | 'scopes' | 'companies' | 'accountId'>;

/** What the journal keeps of an act on a key: never the key itself. */
export const keyEntry = (key: Subject, action: string, at: string, actor: string): AuditEntry => {
  const { id, name, shown, scopes, companies, accountId } = key;
  return {
    ...{ at, actor, action, siren: null, siret: null, covers: null },
    body: { key: id, name, shown, scopes, companies, account: accountId },
  };
};
