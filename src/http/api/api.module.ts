import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { SessionSecret } from '#application/access/session-secret';
import type { AccessSettings } from '#config/access-settings';
import { CampaignsController } from './campaigns/campaigns.controller';
import { CompaniesController } from './companies/companies.controller';
import { EstablishmentRatesController } from './establishments/rates.controller';
import { FeedLinesController } from './feeds/feed-lines.controller';
import { HeldController } from './held/held.controller';
import { PayrollController } from './payroll/payroll.controller';
import { TasksController } from './tasks/tasks.controller';
import { Limits } from './door/limits';
import { ApiDocument } from './document/api-document';
import { DocumentController } from './document/document.controller';
import { DepositsController } from './deposits/deposits.controller';
import { SendFeedController } from './feeds/send-feed.controller';
import { MeController } from './me/me.controller';
import { Cursors } from './shape/cursors';

/** Every room of the API: one line each. */
const API_CONTROLLERS: readonly Type[] = [
  DocumentController,
  MeController,
  SendFeedController,
  DepositsController,
  CompaniesController,
  EstablishmentRatesController,
  PayrollController,
  TasksController,
  FeedLinesController,
  HeldController,
  CampaignsController,
];

/** The door of programs: the same verbs as the pages, by keys instead of sessions. */
@Module({})
export class Api {
  static of(
    house: DynamicModule,
    { api, sessionSecret }: Pick<AccessSettings, 'api' | 'sessionSecret'>,
  ): DynamicModule {
    const cursors = async (kept: SessionSecret): Promise<Cursors> => new Cursors(sessionSecret ?? (await kept.run()));
    return {
      module: Api,
      imports: [house],
      controllers: [...API_CONTROLLERS],
      providers: [
        ApiDocument,
        { provide: Limits, useFactory: () => new Limits(api) },
        { provide: Cursors, useFactory: cursors, inject: [SessionSecret] },
      ],
    };
  }
}
