import type { Provider } from '@nestjs/common';
import { ReadNextStep } from './read-next-step';
import { ReadTask } from './read-task';
import { SaveDraft } from './save-draft';
import { SubmitDraft } from './submit-draft';

/** The verbs behind the pages of a task. */
export const WIZARD_VERBS: Provider[] = [ReadTask, SaveDraft, SubmitDraft, ReadNextStep];
