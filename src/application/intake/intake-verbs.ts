import type { Provider } from '@nestjs/common';
import { ApplyBatch } from './apply-batch';
import { ApplyChunk } from './apply-chunk';
import { DecideAside } from './decide-aside';
import { DecideTogether } from './decide-together';
import { FinishBatches } from './finish-batches';
import { IngestFeeds } from './ingest-feeds';
import { LeaveOutChunk } from './leave-out-chunk';
import { SettleBatch } from './settle-batch';
import { TryChunk } from './try-chunk';
import { TryStretch } from './try-stretch';

export const INTAKE_VERBS: Provider[] = [
  ApplyBatch,
  ApplyChunk,
  DecideAside,
  DecideTogether,
  FinishBatches,
  IngestFeeds,
  LeaveOutChunk,
  SettleBatch,
  TryChunk,
  TryStretch,
];
