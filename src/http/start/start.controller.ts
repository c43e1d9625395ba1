import { Controller, Get, Param, Post, Req, StreamableFile } from '@nestjs/common';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { admissionOf } from '#application/access/admission';
import type { Viewer } from '#application/access/viewer';
import { ListImports } from '#application/start/list-imports';
import { ReadImport, type ImportWork } from '#application/start/read-import';
import { StartImport } from '#application/start/start-import';
import { Allow, CurrentViewer } from '../page/access';
import { rowNumber } from '../page/fields';
import { foundOr404 } from '../page/found';
import { page, redirect, UNPROCESSABLE, type Answer } from '../page/page';
import { limitWords, withUploads, type UploadRequest } from '../page/upload';
import { linkTo, PATHS } from '../paths';
import { StartPage, startTitle } from './start-page';
import { isOver, progressWords, shareOf } from './words';
import { WorkPage, workTitle } from './work-page';

const LIMITS = { fileSize: 100 * 1024 * 1024, files: 10 };
/** Without scripts the page asks again, so often. */
const REFRESH_SECONDS = 3;
const PROGRESS_MS = 700;

/** The first files of an empty product, and those that follow. */
@Allow('PAYROLL_ADMIN', 'ACCOUNTANT', 'ADMINISTRATOR')
@Controller()
export class StartController {
  constructor(
    private readonly listImports: ListImports,
    private readonly startImport: StartImport,
    private readonly readImport: ReadImport,
  ) {}

  @Get(PATHS.start)
  ask(@CurrentViewer() viewer: Viewer): Promise<Answer> {
    return this.form(viewer, null);
  }

  @Post(PATHS.start)
  async send(@Req() request: UploadRequest, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const started = await withUploads(request, LIMITS, (files) => this.startImport.run(files, viewer));
    return started.ok
      ? redirect(linkTo('startWork', { id: started.value }))
      : this.form(viewer, started.refusal.message);
  }

  @Get(PATHS.startWork)
  async show(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<Answer> {
    const work = await this.find(id, viewer);
    return page({
      title: workTitle(work),
      back: PATHS.start,
      body: WorkPage({ work }),
      ...(isOver(work) ? {} : { refreshAfter: REFRESH_SECONDS }),
    });
  }

  /** Server-sent events: one whenever something moved, until the end. */
  @Get(PATHS.startProgress)
  async follow(@Param('id') id: string, @CurrentViewer() viewer: Viewer): Promise<StreamableFile> {
    const first = await this.find(id, viewer);
    const events = Readable.from(this.events(first, viewer), { objectMode: false });
    return new StreamableFile(events, { type: 'text/event-stream; charset=utf-8' });
  }

  private async *events(first: ImportWork, viewer: Viewer): AsyncGenerator<string> {
    let work = first;
    let told = '';
    for (;;) {
      const event = eventOf(work);
      // A comment keeps the connection when nothing moved.
      yield event === told ? ': \n\n' : event;
      told = event;
      if (isOver(work)) return;
      await pause(PROGRESS_MS);
      work = await this.find(String(work.id), viewer);
    }
  }

  private async find(id: string, viewer: Viewer): Promise<ImportWork> {
    return foundOr404(await this.readImport.run(rowNumber(id), viewer));
  }

  private async form(viewer: Viewer, error: string | null): Promise<Answer> {
    const imports = await this.listImports.run(viewer);
    const admission = admissionOf(viewer);
    const takesNew = admission === 'ALL' ? null : admission.takesNew;
    return page({
      title: startTitle(imports),
      status: error === null ? 200 : UNPROCESSABLE,
      body: StartPage({ imports, takesNew, limits: { size: limitWords(LIMITS), files: LIMITS.files }, error }),
      errors: error === null ? [] : [{ field: 'fichiers', message: error }],
    });
  }
}

const eventOf = (work: ImportWork): string =>
  `data: ${JSON.stringify({ text: progressWords(work), share: shareOf(work), ended: isOver(work) })}\n\n`;
