import { BadRequestException, Controller, Get, Query } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { ReadClients } from '#application/month/read-clients';
import { Allow, CurrentViewer } from '../page/access';
import { textOf } from '../page/fields';
import { page, type Page } from '../page/page';
import { PATHS } from '../paths';
import { CLIENTS_TITLE, ClientsPage } from './clients-page';

/** How far each client is in a month, for those who have clients: support sees all companies, and searches the month. */
@Controller()
export class ClientsController {
  constructor(private readonly readClients: ReadClients) {}

  @Get(PATHS.clients)
  @Allow('PAYROLL_ADMIN', 'ACCOUNTANT')
  async clients(@CurrentViewer() viewer: Viewer, @Query() query: unknown): Promise<Page> {
    const [month, search, at] = [
      textOf(query, 'mois').trim(),
      textOf(query, 'recherche').trim(),
      textOf(query, 'page'),
    ];
    const asked = {
      month: month === '' ? null : month,
      search: search === '' ? null : search.slice(0, 100),
      order: textOf(query, 'tri') === 'nom' ? 'NAME' : 'URGENCY',
      page: /^[1-9]\d{0,3}$/.test(at) ? Number(at) : 1,
    } as const;
    const clients = await this.readClients.run(asked, viewer);
    if (!clients.ok) throw new BadRequestException(clients.refusal.message);
    return page({ title: CLIENTS_TITLE, body: ClientsPage(clients.value) });
  }
}
