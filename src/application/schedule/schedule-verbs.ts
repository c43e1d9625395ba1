import type { Provider } from '@nestjs/common';
import { AskWhatIsMissing } from './ask-what-is-missing';
import { ListScheduleRuns } from './list-schedule-runs';
import { PurgeExpired } from './purge-expired';
import { RaiseMonthlyTasks } from './raise-monthly-tasks';
import { ReturnPostponedTasks } from './return-postponed-tasks';
import { RunItemNow } from './run-item-now';
import { RunScheduled } from './run-scheduled';
import { ScheduledWork } from './scheduled-work';
import { TellSupport } from './tell-support';

/** What runs by itself at an hour: which runs are missing, making them, and what came of them. */
export const SCHEDULE_VERBS: Provider[] = [
  AskWhatIsMissing,
  ListScheduleRuns,
  PurgeExpired,
  RaiseMonthlyTasks,
  ReturnPostponedTasks,
  RunItemNow,
  RunScheduled,
  ScheduledWork,
  TellSupport,
];
