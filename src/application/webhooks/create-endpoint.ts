import { Injectable } from '@nestjs/common';
import { isEventType, type EventType } from '#domain/events/event';
import { accepted, refused, type Result } from '#domain/values/result';
import { parseSiren, type Siren } from '#domain/values/siret';
import { appendEntries } from '#storage/audit';
import { hasCompanies } from '#storage/companies/membership';
import { Database, type Tx } from '#storage/database';
import { addEndpoint } from '#storage/events/endpoints';
import { addSecret } from '#storage/events/secrets';
import type { Caller } from '../access/caller';
import { Clock, WallClock } from '../ports/clock';
import { endpointEntry } from './endpoint-entry';
import { parseEndpointUrl } from './endpoint-url';
import { freshSecret, sealed, sealingKey } from './secret';
import { WebhookSettings } from './webhook-settings';

/** As typed. */
export interface EndpointAsked {
  readonly url: string;
  /** The SIREN of its only company; empty for all companies. */
  readonly siren: string;
  readonly types: readonly string[];
}

export interface CreatedEndpoint {
  readonly id: number;
  readonly url: string;
  /** Told this once: it cannot be read again. */
  readonly secret: string;
}

interface Wanted {
  readonly url: string;
  readonly siren: Siren | null;
  readonly types: readonly EventType[];
}

/** Adds an address that events are sent to from now on. */
@Injectable()
export class CreateEndpoint {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly wallClock: WallClock,
    private readonly settings: WebhookSettings,
  ) {}

  async run(asked: EndpointAsked, { actor, scope }: Caller): Promise<Result<CreatedEndpoint>> {
    if (scope !== 'system') return refused('WEBHOOK_RESERVE', 'Les webhooks sont ajoutés par un administrateur.');
    const wanted = readAsked(asked, this.settings);
    if (!wanted.ok) return wanted;
    return this.database.transaction(scope, async (tx) => {
      const { siren } = wanted.value;
      if (siren !== null && !(await hasCompanies(tx, [siren])))
        return refused(
          'ENTREPRISE_INCONNUE',
          `L’entreprise ${siren} n’est pas connue : importez-la, ou laissez ce champ vide.`,
        );
      return accepted(await this.add(tx, wanted.value, actor));
    });
  }

  private async add(tx: Tx, wanted: Wanted, actor: string): Promise<CreatedEndpoint> {
    const at = this.clock.now();
    const id = await addEndpoint(tx, { ...wanted, by: actor, at });
    const secret = freshSecret();
    const now = this.wallClock.now();
    await addSecret(tx, id, sealed(secret, id, await sealingKey(tx)), { at: now, formerUntil: now });
    await appendEntries(tx, [endpointEntry({ id, ...wanted }, 'webhook.created', { at, actor })]);
    return { id, url: wanted.url, secret };
  }
}

function readAsked({ url, siren, types }: EndpointAsked, settings: WebhookSettings): Result<Wanted> {
  const address = parseEndpointUrl(url, settings);
  if (!address.ok) return address;
  const company = siren.trim() === '' ? accepted(null) : parseSiren(siren);
  if (!company.ok) return company;
  const known = types.filter(isEventType);
  if (known.length === 0 || known.length < types.length)
    return refused('TYPES_WEBHOOK', 'Choisissez au moins un événement à envoyer, parmi ceux qui sont proposés.');
  return accepted({ url: address.value, siren: company.value, types: known });
}
