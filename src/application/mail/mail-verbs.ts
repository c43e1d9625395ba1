import type { Provider } from '@nestjs/common';
import { AskDigests } from './ask-digests';
import { AskReminders } from './ask-reminders';
import { ChangeSubscriptions } from './change-subscriptions';
import { ListUnclearMails } from './list-unclear-mails';
import { PostMail } from './post-mail';
import { PostOffice, type MailSettings } from './post-office';
import { ReadSubscriptions } from './read-subscriptions';
import { SendMails } from './send-mails';
import { SettleUnclearMail } from './settle-unclear-mail';
import { SmtpMailer } from './smtp-mailer';
import { Unsubscribe } from './unsubscribe';

/** Messages to people: what is written, when, and how they end. */
export const MAIL_VERBS: Provider[] = [
  AskDigests,
  AskReminders,
  ChangeSubscriptions,
  ListUnclearMails,
  PostMail,
  ReadSubscriptions,
  SendMails,
  SettleUnclearMail,
  Unsubscribe,
];

export const postOfficeOf = (settings: MailSettings | null): PostOffice =>
  settings === null
    ? new PostOffice(null, null)
    : new PostOffice(new SmtpMailer(settings.smtpUrl, settings.from), settings.publicUrl);
