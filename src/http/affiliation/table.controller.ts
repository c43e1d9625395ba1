import { Body, Controller, Get, NotFoundException, Param, Post, Req, StreamableFile } from '@nestjs/common';
import type { Viewer } from '#application/access/viewer';
import { JudgeTable, type HandedTable } from '#application/affiliation/judge-table';
import { PlaceEmployees } from '#application/affiliation/place-employees';
import { ReadAffiliation } from '#application/affiliation/read-affiliation';
import { WriteTemplate } from '#application/affiliation/write-template';
import { ReadNextStep } from '#application/tasks/read-next-step';
import type { Refusal } from '#domain/values/result';
import { Allow, CurrentViewer } from '../page/access';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { limitWords, withUploads, type UploadRequest } from '../page/upload';
import { linkTo, PATHS } from '../paths';
import { isAnswer, openAffiliation, refusedTask } from './answers';
import { pastedOf, placementsOf } from './table-form';
import { TablePage } from './table-page';
import { TableResultPage } from './table-result-page';
import { employees } from './words';

/** Ten times what five thousand rows weigh. */
const LIMITS = { fileSize: 2 * 1024 * 1024, files: 1 };
const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

type Field = 'tableau' | 'fichier';

/** The same choices from a spreadsheet: template, table, result row by row, and applying what was accepted. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
@Controller()
export class TableController {
  private readonly readers;

  constructor(
    read: ReadAffiliation,
    nextStep: ReadNextStep,
    private readonly judge: JudgeTable,
    private readonly place: PlaceEmployees,
    private readonly template: WriteTemplate,
  ) {
    this.readers = { read, nextStep };
  }

  @Get(PATHS.taskEmployeesTable)
  ask(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    return this.tablePage(id, viewer);
  }

  @Post(PATHS.taskEmployeesPaste)
  paste(@Param('id') id: string, @Body() body: unknown, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    return this.result(id, 'tableau', { kind: 'TEXT', text: pastedOf(body) }, viewer);
  }

  @Post(PATHS.taskEmployeesFile)
  async upload(
    @Param('id') id: string,
    @Req() request: UploadRequest,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Answer> {
    const answered = await withUploads(request, LIMITS, async ([file]) => {
      const { path, name } = file ?? { path: '', name: '' };
      return this.result(id, 'fichier', { kind: 'FILE', path, name }, viewer);
    });
    return answered.ok ? answered.value : this.tablePage(id, viewer, { field: 'fichier', refusal: answered.refusal });
  }

  @Post(PATHS.taskEmployeesApply)
  async apply(@Param('id') id: string, @Body() body: unknown, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const picks = placementsOf(body);
    const placed = await this.place.run(id, { version: null, picks, bulk: null, settles: false }, viewer);
    if (!placed.ok) return refusedTask(this.readers, id, placed.refusal, viewer);
    const changed = placed.value.kind === 'SAVED' ? placed.value.changed : 0;
    const words = changed === 0 ? 'Aucun salarié ne change de profil' : `${employees(changed)} : profil changé`;
    return redirect(linkTo('taskEmployees', { id }), `Tableau repris. ${words}.`);
  }

  @Get(PATHS.taskEmployeesTemplate)
  async download(
    @Param('id') id: string,
    @Param('format') format: string,
    @CurrentViewer() viewer: Viewer,
  ): Promise<StreamableFile> {
    if (format !== 'csv' && format !== 'xlsx') throw new NotFoundException();
    const written = await this.template.run(id, format, viewer);
    if (!written.ok) throw new NotFoundException(written.refusal.message);
    const { name, bytes } = written.value;
    return new StreamableFile(bytes, { type: TYPES[format], disposition: `attachment; filename="${name}"` });
  }

  private async result(id: string, field: Field, table: HandedTable, viewer: Viewer): Promise<Answer> {
    const judged = await this.judge.run(id, table, viewer);
    if (!judged.ok) return this.tablePage(id, viewer, { field, refusal: judged.refusal, table });
    if (judged.value.about.task.status !== 'OPEN') return this.tablePage(id, viewer);
    return page({
      title: 'Résultat du tableau',
      back: linkTo('taskEmployeesTable', { id }),
      body: TableResultPage({ judged: judged.value }),
    });
  }

  private async tablePage(
    id: string,
    viewer: Viewer,
    wrong?: { readonly field: Field; readonly refusal: Refusal; readonly table?: HandedTable },
  ): Promise<Answer> {
    const about = await openAffiliation(this.readers, id, viewer);
    if (isAnswer(about)) return about;
    const error = wrong === undefined ? null : { field: wrong.field, message: wrong.refusal.message };
    const pasted = wrong?.table?.kind === 'TEXT' ? wrong.table.text : '';
    return page({
      title: 'Coller ou importer un tableau',
      back: linkTo('taskEmployees', { id }),
      body: TablePage({ about, pasted, error, limit: limitWords(LIMITS) }),
      ...(error === null ? {} : { status: UNPROCESSABLE, errors: [error] }),
    });
  }
}
