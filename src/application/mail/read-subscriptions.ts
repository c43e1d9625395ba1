import { Injectable } from '@nestjs/common';
import { SUBSCRIPTIONS, type Subscription } from '#domain/mail/kinds';
import { Database } from '#storage/database';
import { refusedKinds } from '#storage/mail/refusals';
import type { Viewer } from '../access/viewer';
import { PostOffice } from './post-office';

export interface Subscriptions {
  /** Null where no mail is configured: nothing is sent to anybody. */
  readonly wanted: readonly Subscription[] | null;
}

/** Which messages a person receives. */
@Injectable()
export class ReadSubscriptions {
  constructor(
    private readonly database: Database,
    private readonly office: PostOffice,
  ) {}

  async run({ accountId }: Viewer): Promise<Subscriptions> {
    if (!this.office.isOpen) return { wanted: null };
    const refused = await this.database.transaction('system', (tx) => refusedKinds(tx, accountId));
    return { wanted: SUBSCRIPTIONS.filter((kind) => !refused.includes(kind)) };
  }
}
