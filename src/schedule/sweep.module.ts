import { Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { Sweeper } from './sweeper';

/** What runs when. It is given the modules that hold the verbs and the doorbell, as it may not know the queue's door. */
@Module({})
export class SweepModule {
  static of(...rooms: readonly DynamicModule[]): DynamicModule {
    return { module: SweepModule, imports: [ScheduleModule.forRoot(), ...rooms], providers: [Sweeper] };
  }
}
