import { systemCaller } from '#application/access/caller';
import { CreateEndpoint, type CreatedEndpoint } from '#application/webhooks/create-endpoint';
import { DeliverEvents } from '#application/webhooks/deliver-events';
import { HttpsSender, type Resolver } from '#application/webhooks/https-sender';
import { PingEndpoint } from '#application/webhooks/ping-endpoint';
import { WebhookSettings } from '#application/webhooks/webhook-settings';
import { DeliverWebhooksDuty } from '#application/duties/deliver-webhooks-duty';
import type { WebhookSender } from '#application/ports/webhook-sender';
import { EVENT_TYPES } from '#domain/events/event';
import { trusted } from '#domain/values/result';
import { raiseTasks } from '#storage/tasks/raise-tasks';
import { CERTIFICATE } from '../../support/receiver';
import { given, siretOf } from '../../support/facts';
import type { TestHouse } from '../../support/test-house';

export const ADMIN = systemCaller('personne : Alain (administrateur)');
export const NEVER = new AbortController().signal;

/** Receivers of a test stand on this machine. */
const HERE = new WebhookSettings([443], true);
const resolver: Resolver = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);

export const senderHere = (timeoutMs = 1_000, names = resolver): HttpsSender =>
  new HttpsSender(HERE, { resolver: names, ca: CERTIFICATE, timeoutMs });

export function deliverer(house: TestHouse, sender: WebhookSender = senderHere()): DeliverEvents {
  return new DeliverEvents(house.database, house.clock, house.wallClock, sender);
}

/** The duty as a worker has it. */
export const dutyOf = (house: TestHouse, sender?: WebhookSender): DeliverWebhooksDuty =>
  new DeliverWebhooksDuty(deliverer(house, sender));

export const pinger = (house: TestHouse): PingEndpoint =>
  new PingEndpoint(house.database, house.clock, house.wallClock, senderHere());

export async function added(
  house: TestHouse,
  url: string,
  siren = '',
  types: readonly string[] = EVENT_TYPES,
): Promise<CreatedEndpoint> {
  const create = new CreateEndpoint(house.database, house.clock, house.wallClock, HERE);
  return trusted(await create.run({ url, siren, types }, ADMIN));
}

let causes = 0;

/** A fact about the invented company number `company`: the tasks of one payroll month each, in order. */
export async function happened(house: TestHouse, company: number, ...periods: readonly string[]): Promise<void> {
  const siret = siretOf(company);
  const known = await house.sql('SELECT 1 FROM establishment WHERE siret = $1', [siret]);
  if (known.length === 0) await given(house, siret);
  for (const period of periods) {
    const body = { kind: 'INCOHERENCE', cause: String(++causes), reason: 'INCOHERENT', period, prefill: {} };
    await house.database.transaction({ companies: [siret.slice(0, 9)] }, (tx) =>
      raiseTasks(tx, [{ siret, siren: siret.slice(0, 9), body } as never], house.clock.now()),
    );
  }
}
