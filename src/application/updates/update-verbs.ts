import type { Provider } from '@nestjs/common';
import { AnswerRequest } from '../support/answer-request';
import { ListRequests } from '../support/list-requests';
import { ReadRequest } from '../support/read-request';
import { ContestUpdate } from './contest-update';
import { ListUpdates } from './list-updates';
import { ReadUpdate } from './read-update';
import { StreamUpdates } from './stream-updates';
import { UndoUpdate } from './undo-update';

/** What was updated without a person, and what people say of it. */
export const UPDATE_VERBS: Provider[] = [
  AnswerRequest,
  ContestUpdate,
  ListRequests,
  ListUpdates,
  ReadRequest,
  ReadUpdate,
  StreamUpdates,
  UndoUpdate,
];
