import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';
import { JobQueue } from '#application/ports/job-queue';
import { BullJobQueue } from './bull-job-queue';
import { JobProcessor, QUEUE } from './job-processor';

/** Apart from the tables of the house: nothing of ours depends on it, and it may be dropped at any time. */
const SCHEMA = 'bullmq';

/** The doorbell on PostgreSQL, or on Redis when an address is given, with the workers that answer it. */
@Module({})
export class QueueModule {
  /** To be called before the application is built: which backend serves is one choice for the whole process. */
  static of(house: DynamicModule, url: string, redisUrl: string | null): DynamicModule {
    setDefaultBackendFactory(redisUrl === null ? createPostgresBackend : undefined);
    return {
      module: QueueModule,
      imports: [
        house,
        BullModule.forRoot({ connection: connectionTo(url, redisUrl) }),
        BullModule.registerQueue({ name: QUEUE }),
      ],
      providers: [JobProcessor, { provide: JobQueue, useClass: BullJobQueue }],
      exports: [JobQueue],
    };
  }
}

function connectionTo(url: string, redisUrl: string | null): ConnectionOptions {
  if (redisUrl !== null) return { url: redisUrl };
  // Options inside the address would win over the schema's, which are added to those beside it.
  const address = new URL(url);
  const options = address.searchParams.get('options') ?? '';
  address.searchParams.delete('options');
  // The types are those of Redis, whatever the backend: this one reads what `pg` does, and two options of its own.
  const postgres: object = { connectionString: address.toString(), options, schema: SCHEMA, migrate: true, max: 3 };
  return postgres;
}
