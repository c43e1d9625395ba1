import { Injectable } from '@nestjs/common';
import { rm } from 'node:fs/promises';
import { Database } from '#storage/database';
import { interruptWorks } from '#storage/work/works';
import { minutesFrom } from '../access/moments';
import { WallClock } from '../ports/clock';
import { UNSEEN_MINUTES } from './import-room';

/** Tells as interrupted what a crash left, and removes its files; how many there were. */
@Injectable()
export class EndInterruptedImports {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
  ) {}

  async run(): Promise<number> {
    const now = this.wallClock.now();
    const unseenSince = minutesFrom(now, -UNSEEN_MINUTES);
    const folders = await this.database.transaction('system', (tx) => interruptWorks(tx, { unseenSince }, now));
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    return folders.length;
  }
}
