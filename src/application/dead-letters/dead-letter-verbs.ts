import type { Provider } from '@nestjs/common';
import { ListDeadLetters } from './list-dead-letters';
import { NoteOutcome } from './note-outcome';
import { RetryDeadLetter } from './retry-dead-letter';
import { UnderWay } from './under-way';
import { Undertakings } from './undertakings';
import { WantedWork } from './wanted-work';

export const DEAD_LETTER_VERBS: Provider[] = [
  ListDeadLetters,
  NoteOutcome,
  RetryDeadLetter,
  UnderWay,
  Undertakings,
  WantedWork,
];
