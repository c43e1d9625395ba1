import { PostMail } from '#application/mail/post-mail';
import type { Refusal } from '#domain/values/result';
import { JSON_OPTION, type Command } from '../command';
import { counted } from '../french';

const NO_SERVER: Refusal = {
  code: 'SMTP_ABSENT',
  message: 'Aucun serveur d’envoi : donnez SMTP_URL, MAIL_FROM et PUBLIC_URL.',
};

export const mail: Command = (program, run) => {
  const group = program.command('mail').description('e-mails : résumés, rappels et invitations');
  group
    .command('send')
    .description(
      'écrire les résumés et rappels du jour et envoyer ce qui attend, comme le font le calendrier et le travailleur',
    )
    .option(...JSON_OPTION)
    .action(async (options: { json?: boolean }) => {
      await run(options, async ({ verb }) => {
        const post = verb(PostMail);
        if (!post.isNeeded()) return { refusal: NO_SERVER };
        const round = await post.run();
        const { digests, reminders, sent, failed, waiting } = round;
        const text = `${counted(digests, 'résumé')} et ${counted(reminders, 'rappel')} écrits ; ${counted(sent, 'message envoyé')}, ${counted(failed, 'refusé')}, ${waiting} en attente.`;
        return { json: round, text };
      });
    });
};
