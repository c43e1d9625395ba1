import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { secretNamed } from '#storage/access/secrets';
import { Database } from '#storage/database';

const SECRET_BYTES = 48;

/** The key that signs session cookies when none is configured: made once, and the same for every process on the base. */
@Injectable()
export class SessionSecret {
  constructor(private readonly database: Database) {}

  async run(): Promise<string> {
    const fresh = randomBytes(SECRET_BYTES).toString('base64url');
    return this.database.transaction('system', (tx) => secretNamed(tx, 'session', fresh));
  }
}
