import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { CheckHealth } from '#application/overview/check-health';
import { Anyone } from './page/access';

/** For who watches the process: alive, and ready to answer. */
@Anyone()
@Controller('health')
export class HealthController {
  constructor(private readonly checkHealth: CheckHealth) {}

  @Get('live')
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ readonly status: 'ok' }> {
    if (await this.checkHealth.run()) return { status: 'ok' };
    throw new ServiceUnavailableException('La base de données ne répond pas.');
  }
}
