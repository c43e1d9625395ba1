import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { answers } from '#storage/overview/read-overview';

/** Whether the database answers and its tables are there. */
@Injectable()
export class CheckHealth {
  constructor(private readonly database: Database) {}

  async run(): Promise<boolean> {
    try {
      return await this.database.transaction('system', answers);
    } catch {
      return false;
    }
  }
}
