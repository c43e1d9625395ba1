import { Injectable } from '@nestjs/common';
import { updateName } from '#domain/updates/update-name';
import { accepted, type Result } from '#domain/values/result';
import { Database } from '#storage/database';
import type { SupportRequest } from '#storage/support/requests';
import type { Caller } from '../access/caller';
import { ReadUpdate, type DoneForYou } from '../updates/read-update';
import { findRequest } from './find-request';

export interface RequestAndUpdate {
  readonly request: SupportRequest;
  readonly update: DoneForYou;
}

/** One request to support with the update that it is about, as it stands now. */
@Injectable()
export class ReadRequest {
  constructor(
    private readonly database: Database,
    private readonly updates: ReadUpdate,
  ) {}

  async run(id: string, caller: Caller): Promise<Result<RequestAndUpdate>> {
    const request = await this.database.transaction(caller.scope, (tx) => findRequest(tx, id, caller));
    if (!request.ok) return request;
    const update = await this.updates.run(updateName(request.value), caller);
    return update.ok ? accepted({ request: request.value, update: update.value }) : update;
  }
}
