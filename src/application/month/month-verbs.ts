import type { Type } from '@nestjs/common';
import { ConfirmTasks } from './confirm-tasks';
import { PostponeTasks } from './postpone-tasks';
import { ReadClients } from './read-clients';
import { ReadMonth } from './read-month';
import { ReadSelection } from './read-selection';

/** What the page of the month asks for. */
export const MONTH_VERBS: readonly Type[] = [ReadMonth, ReadClients, ReadSelection, PostponeTasks, ConfirmTasks];
