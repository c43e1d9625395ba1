import type { Provider } from '@nestjs/common';
import { WebhookSender } from '../ports/webhook-sender';
import { CreateEndpoint } from './create-endpoint';
import { DeliverEvents } from './deliver-events';
import { HttpsSender } from './https-sender';
import { ListEndpoints } from './list-endpoints';
import { PingEndpoint } from './ping-endpoint';
import { ReadEndpoint } from './read-endpoint';
import { ReplayEvents } from './replay-events';
import { RotateSecret } from './rotate-secret';
import { SwitchEndpoint } from './switch-endpoint';
import { WebhookSettings } from './webhook-settings';

/** Facts told to other programs: where to, how, and what became of it. */
export const WEBHOOK_VERBS: Provider[] = [
  CreateEndpoint,
  DeliverEvents,
  ListEndpoints,
  PingEndpoint,
  ReadEndpoint,
  ReplayEvents,
  RotateSecret,
  SwitchEndpoint,
  {
    provide: WebhookSender,
    useFactory: (settings: WebhookSettings) => new HttpsSender(settings),
    inject: [WebhookSettings],
  },
];
