import { Injectable } from '@nestjs/common';
import { PostOffice } from '../mail/post-office';
import { SendMails } from '../mail/send-mails';
import { ALL, type Duty } from './duty';

/** Sends what is written; who is told what, and when, is the schedule's. */
@Injectable()
export class PostMailDuty implements Duty {
  readonly job = 'post-mail';
  readonly everyMs = 60_000;
  readonly deadlineMs = 600_000;

  constructor(
    private readonly sendMails: SendMails,
    private readonly office: PostOffice,
  ) {}

  wanted(): Promise<readonly string[]> {
    return Promise.resolve(this.office.isOpen ? [ALL] : []);
  }

  async run(): Promise<string | null> {
    const { sent, failed } = await this.sendMails.run();
    return sent + failed === 0 ? null : `${sent} message(s) envoyé(s), ${failed} refusé(s).`;
  }
}
