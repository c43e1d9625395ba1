import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { connectionTo, QUEUE_PLACE, type QueuePlace } from './connection';
import { JobProcessor } from './job-processor';

/** The workers that answer the doorbell, by the duties of the house. */
@Module({})
export class QueueModule {
  static of(house: DynamicModule, place: QueuePlace): DynamicModule {
    return {
      module: QueueModule,
      imports: [house, BullModule.forRoot({ connection: connectionTo(place) }), BullModule.registerQueue()],
      providers: [JobProcessor, { provide: QUEUE_PLACE, useValue: place }],
    };
  }
}
