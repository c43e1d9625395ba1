import { Controller, ForbiddenException, Get, Header, Inject, Req } from '@nestjs/common';
import { AggregatorRegistry, register } from 'prom-client';
import { ReadState } from '#application/operations/read-state';
import { JobQueue } from '#application/ports/job-queue';
import { Anyone } from '../page/access';
import { HouseMetrics } from './house-metrics';
import { mayMeasure, type Asker } from './may-measure';
import { SURROUNDINGS, type Surroundings } from './surroundings';

/** What a Prometheus server reads: this process, the house, and the worker of this process. */
@Anyone()
@Controller('metrics')
export class MetricsController {
  private readonly house: HouseMetrics;

  constructor(
    readState: ReadState,
    jobQueue: JobQueue,
    @Inject(SURROUNDINGS) private readonly around: Surroundings,
  ) {
    this.house = new HouseMetrics(readState, jobQueue);
  }

  @Get()
  @Header('content-type', register.contentType)
  async measures(@Req() request: Asker): Promise<string> {
    if (!mayMeasure(request, this.around.metricsToken))
      throw new ForbiddenException(
        'Les mesures ne sont données qu’à cette machine, ou contre le jeton de METRICS_TOKEN : donnez-le en « Authorization: Bearer ».',
      );
    const [own, worker] = await Promise.all([register.getMetricsAsJSON(), this.around.workerMetrics()]);
    // Labelled by process, so that adding them up keeps them apart.
    const all = AggregatorRegistry.aggregate(worker === null ? [own] : [own, worker]);
    return `${await all.metrics()}\n${await this.house.text()}`;
  }
}
