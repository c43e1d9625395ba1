import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { unclearMails, type UnclearMail } from '#storage/mail/unclear';

export type { UnclearMail } from '#storage/mail/unclear';

/** More than a person would read at once. */
const MOST = 200;

/** For support: messages of which nobody knows whether they arrived, the latest first. */
@Injectable()
export class ListUnclearMails {
  constructor(private readonly database: Database) {}

  run(): Promise<readonly UnclearMail[]> {
    return this.database.transaction('system', (tx) => unclearMails(tx, MOST));
  }
}
