import { Injectable } from '@nestjs/common';
import { Database } from '#storage/database';
import { taskRows } from '#storage/overview/read-overview';
import { Rulebook } from '../rulebook/rulebook';
import { PAGE, pageOf, type Page } from './page';
import { taskLine, type TaskLine } from './task-line';

/** What is left to people, the dearest to forget first. Pages are numbered from 1. */
@Injectable()
export class ListOpenTasks {
  constructor(
    private readonly database: Database,
    private readonly rulebook: Rulebook,
  ) {}

  async run(page: number, size = PAGE): Promise<Page<TaskLine, number>> {
    const { reference } = await this.rulebook.current();
    const rows = await this.database.transaction('system', (tx) => taskRows(tx, (page - 1) * size, size + 1));
    const { rows: shown, next } = pageOf(rows, () => page + 1, size);
    return { rows: shown.map((row) => taskLine(row, reference)), next };
  }
}
