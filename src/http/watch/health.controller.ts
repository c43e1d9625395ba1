import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { CheckHealth } from '#application/operations/check-health';
import { isReady, readinessOf, type Readiness } from '#application/operations/readiness';
import { Anyone } from '../page/access';
import type { PageReply } from '../page/request';
import { SURROUNDINGS, type Surroundings } from './surroundings';

/** For who watches the process: alive, and ready to answer. */
@Anyone()
@Controller('health')
export class HealthController {
  constructor(
    private readonly checkHealth: CheckHealth,
    @Inject(SURROUNDINGS) private readonly around: Surroundings,
  ) {}

  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** A stop that was asked is said before anything ends, so that whoever shares requests out sends no more. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: PageReply): Promise<Readiness> {
    const readiness = readinessOf(await this.checkHealth.run(), this.around.stopping(), { queue: false });
    if (!isReady(readiness)) reply.code(HttpStatus.SERVICE_UNAVAILABLE);
    return readiness;
  }
}
