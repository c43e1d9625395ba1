import { Controller, Get, Param, Post } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ListDeadLetters } from '#application/dead-letters/list-dead-letters';
import { RetryDeadLetter } from '#application/dead-letters/retry-dead-letter';
import { ListUnclearMails } from '#application/mail/list-unclear-mails';
import { SettleUnclearMail } from '#application/mail/settle-unclear-mail';
import { CheckHealth } from '#application/operations/check-health';
import { ReadState } from '#application/operations/read-state';
import { JobQueue } from '#application/ports/job-queue';
import { ListScheduleRuns } from '#application/schedule/list-schedule-runs';
import { ListEndpoints } from '#application/webhooks/list-endpoints';
import { Allow, CurrentViewer } from '../page/access';
import { rowNumber } from '../page/fields';
import { foundOr404 } from '../page/found';
import { page, redirect, type Page, type Redirect } from '../page/page';
import { PATHS } from '../paths';
import { StatePage } from './state-page';

/** For those who run the program: what it stands on, who is at work, and what waits. */
@Allow('SUPPORT', 'ADMINISTRATOR')
@Controller()
export class StateController {
  constructor(
    private readonly checkHealth: CheckHealth,
    private readonly jobQueue: JobQueue,
    private readonly readState: ReadState,
    private readonly schedule: ListScheduleRuns,
    private readonly endpoints: ListEndpoints,
    private readonly deadLetters: ListDeadLetters,
    private readonly retryDeadLetter: RetryDeadLetter,
    private readonly unclearMails: ListUnclearMails,
    private readonly settleMail: SettleUnclearMail,
  ) {}

  @Get(PATHS.state)
  async state(@CurrentViewer() viewer: Viewer): Promise<Page> {
    const [health, queue, state, schedule, endpoints, dead, mails] = await Promise.all([
      this.checkHealth.run(),
      this.jobQueue.state().catch(() => null),
      this.readState.run(),
      this.schedule.run(),
      this.endpoints.run(viewer),
      this.deadLetters.run(),
      this.unclearMails.run(),
    ]);
    return page({
      title: 'État du service',
      body: StatePage({ health, queue, state, dead, mails, schedule, endpoints }),
    });
  }

  /** Asked by somebody who has seen to the cause; what somebody else asked meanwhile is said, and the list shown again. */
  @Post(PATHS.workRetry)
  async retry(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Redirect> {
    const retried = await this.retryDeadLetter.run(id, viewer);
    if (!retried.ok && retried.refusal.code === 'TRAVAIL_INCONNU')
      return redirect(PATHS.state, retried.refusal.message);
    foundOr404(retried);
    return redirect(PATHS.state, `Le travail ${id} est relancé ; s’il échoue encore, il reparaîtra ici.`);
  }

  @Post(PATHS.mailSendAgain)
  async sendAgain(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Redirect> {
    const settled = await this.settleMail.run(rowNumber(id), 'SEND_AGAIN', viewer);
    const told = settled.ok
      ? `Le message à ${settled.value.email} repart dans la minute ; s’il tourne encore mal, il reparaîtra ici.`
      : settled.refusal.message;
    return redirect(PATHS.state, told);
  }

  @Post(PATHS.mailFile)
  async file(@CurrentViewer() viewer: Viewer, @Param('id') id: string): Promise<Redirect> {
    const settled = await this.settleMail.run(rowNumber(id), 'FILE', viewer);
    const told = settled.ok
      ? `Le message à ${settled.value.email} est classé : il ne repartira pas.`
      : settled.refusal.message;
    return redirect(PATHS.state, told);
  }
}
