import { Injectable } from '@nestjs/common';
import { AskDigests } from './ask-digests';
import { AskReminders } from './ask-reminders';
import { PostOffice } from './post-office';
import { SendMails, type MailRound } from './send-mails';

export interface PostRound extends MailRound {
  readonly digests: number;
  readonly reminders: number;
}

/** One round of the post: asks who is to be told what, then sends what is due. */
@Injectable()
export class PostMail {
  constructor(
    private readonly askDigests: AskDigests,
    private readonly askReminders: AskReminders,
    private readonly sendMails: SendMails,
    private readonly office: PostOffice,
  ) {}

  /** Whether there is a post at all. */
  isNeeded(): boolean {
    return this.office.isOpen;
  }

  async run(): Promise<PostRound> {
    const digests = await this.askDigests.run();
    const reminders = await this.askReminders.run();
    return { digests, reminders, ...(await this.sendMails.run()) };
  }
}
