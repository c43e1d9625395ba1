import { Injectable } from '@nestjs/common';
import { FinishBatches } from '#application/intake/finish-batches';
import { PostMail } from '#application/mail/post-mail';
import type { JobHandler } from './registry';

@Injectable()
export class FinishBatchesJob implements JobHandler {
  readonly job = 'finish-batches';

  constructor(private readonly finishBatches: FinishBatches) {}

  async run(): Promise<string | null> {
    const finished = await this.finishBatches.run();
    return finished === 0 ? null : `${finished} lot(s) interrompu(s) terminé(s).`;
  }
}

@Injectable()
export class PostMailJob implements JobHandler {
  readonly job = 'post-mail';

  constructor(private readonly postMail: PostMail) {}

  async run(): Promise<string | null> {
    const { sent, failed } = await this.postMail.run();
    return sent + failed === 0 ? null : `${sent} message(s) envoyé(s), ${failed} refusé(s).`;
  }
}

export const HANDLERS = [FinishBatchesJob, PostMailJob] as const;
