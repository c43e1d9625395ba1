import { Injectable } from '@nestjs/common';
import { alertLetter } from '#domain/mail/letters';
import { itemNamed } from '#domain/schedule/items';
import { alertSentence } from '#domain/schedule/standing';
import { supportAddresses } from '#storage/access/accounts';
import { Database } from '#storage/database';
import { postMails } from '#storage/mail/outbox';
import { markTold, runsToTell } from '#storage/schedule/runs';
import { minutesFrom } from '../access/moments';
import { PostOffice } from '../mail/post-office';
import { WallClock } from '../ports/clock';

/** What is older has been on the page for long. */
const NEWS_MINUTES = 30 * 24 * 60;

/** Writes to support, once per run, that it failed, came late, did not come, or found something amiss. */
@Injectable()
export class TellSupport {
  constructor(
    private readonly database: Database,
    private readonly wallClock: WallClock,
    private readonly office: PostOffice,
  ) {}

  /** How many runs were told; none where there is no mail: the page and « schedule list » say the same. */
  async run(now: string): Promise<number> {
    if (!this.office.isOpen) return 0;
    return this.database.transaction('system', async (tx) => {
      const runs = await runsToTell(tx, minutesFrom(now, -NEWS_MINUTES));
      const [first] = runs;
      if (first === undefined) return 0;
      const sentences = runs.flatMap((run) => {
        const item = itemNamed(run.name);
        return item === null ? [] : [alertSentence(item, run)];
      });
      const at = this.wallClock.now();
      const letter = alertLetter(sentences);
      const mails = (await supportAddresses(tx)).map(({ id, email }) => ({
        key: `ALERT:${String(id)}:${String(first.id)}`,
        kind: 'ALERT' as const,
        accountId: id,
        email,
        letter,
      }));
      await postMails(tx, mails, at);
      await markTold(
        tx,
        runs.map(({ id }) => id),
        now,
      );
      return runs.length;
    });
  }
}
