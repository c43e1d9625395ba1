import { Injectable } from '@nestjs/common';
import { PostMail } from '../mail/post-mail';
import { ALL, type Duty } from './duty';

@Injectable()
export class PostMailDuty implements Duty {
  readonly job = 'post-mail';
  readonly everyMs = 60_000;
  readonly deadlineMs = 600_000;

  constructor(private readonly postMail: PostMail) {}

  wanted(): Promise<readonly string[]> {
    return Promise.resolve(this.postMail.isNeeded() ? [ALL] : []);
  }

  async run(): Promise<string | null> {
    const { sent, failed } = await this.postMail.run();
    return sent + failed === 0 ? null : `${sent} message(s) envoyé(s), ${failed} refusé(s).`;
  }
}
