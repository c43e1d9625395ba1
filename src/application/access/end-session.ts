import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { deleteSession } from '#storage/access/sessions';

/** Ends one session: signing out, or leaving an old one for a new one at sign-in. */
@Injectable()
export class EndSession {
  constructor(private readonly database: Database) {}

  async run(id: string): Promise<void> {
    await this.database.transaction('system', (tx) => deleteSession(tx, id));
  }
}
