import { Controller, Get } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { CheckHealth } from '#application/operations/check-health';
import { ReadState } from '#application/operations/read-state';
import { JobQueue } from '#application/ports/job-queue';
import { ListScheduleRuns } from '#application/schedule/list-schedule-runs';
import { ListEndpoints } from '#application/webhooks/list-endpoints';
import { Allow, CurrentViewer } from '../page/access';
import { page, type Page } from '../page/page';
import { PATHS } from '../paths';
import { StatePage } from './state-page';

/** For those who run the program: what it stands on, who is at work, and what waits. */
@Controller()
export class StateController {
  constructor(
    private readonly checkHealth: CheckHealth,
    private readonly jobQueue: JobQueue,
    private readonly readState: ReadState,
    private readonly schedule: ListScheduleRuns,
    private readonly endpoints: ListEndpoints,
  ) {}

  @Get(PATHS.state)
  @Allow('SUPPORT', 'ADMINISTRATOR')
  async state(@CurrentViewer() viewer: Viewer): Promise<Page> {
    const [health, queue, state, schedule, endpoints] = await Promise.all([
      this.checkHealth.run(),
      this.jobQueue.state().catch(() => null),
      this.readState.run(),
      this.schedule.run(),
      this.endpoints.run(viewer),
    ]);
    return page({ title: 'État du service', body: StatePage({ health, queue, state, schedule, endpoints }) });
  }
}
