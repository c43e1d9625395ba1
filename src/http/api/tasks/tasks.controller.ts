import { Body, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { AnswerTask } from '#application/tasks/answer-task';
import { ListTaskPage, type TaskPlace } from '#application/tasks/list-task-page';
import { PostponeTask } from '#application/tasks/postpone-task';
import { ReadTask } from '#application/tasks/read-task';
import { taskView, updateView } from '#application/tasks/task-view';
import { ReadUpdate } from '#application/updates/read-update';
import type { Siret } from '#domain/values/siret';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import type { ApiVisit } from '../door/visit';
import { ApiRoom } from '../shape/api-room';
import { Cursors, type ListPage } from '../shape/cursors';
import { ApiPageOf } from '../shape/responses';
import { AnswersDto } from './answers-dto';
import { answeredTask, ENDED } from './answered-task';
import { PostponementDto, TaskChangedDto, TaskDetailDto, TaskDto, TaskParam, TasksQuery } from './task-dto';

const UNKNOWN = 'Tâche inconnue de la clé.';
const OVER = 'La tâche n’est plus ouverte.';

/** What waits for somebody, and how a program answers it. */
@ApiRoom('tasks', 'Tâches')
export class TasksController {
  constructor(
    private readonly tasks: ListTaskPage,
    private readonly task: ReadTask,
    private readonly update: ReadUpdate,
    private readonly answering: AnswerTask,
    private readonly postponing: PostponeTask,
    private readonly cursors: Cursors,
  ) {}

  @Get()
  @ApiScope('tasks:read')
  @ApiOperation({
    operationId: 'listTasks',
    summary: 'Les tâches, dans l’ordre où elles ont été ouvertes',
    description: 'Aucune ne change de page pendant la lecture. Celles que Taux Juste a faites seul viennent à la fin.',
  })
  @ApiPageOf(TaskDto)
  @ApiProblem(404, 'Établissement inconnu de la clé.')
  async list(
    @CurrentKey() key: OpenKey,
    @Req() visit: ApiVisit,
    @Query() query: TasksQuery,
  ): Promise<ListPage<TaskDto>> {
    const asked = this.cursors.asked(visit, query, ['number', 'string']);
    const { period = null, siret = null, kind = null, status = 'OPEN' } = query;
    const after = asked.after === null ? null : placeOf(...asked.after);
    const question = { period, siret, kind, status: status === 'ALL' ? null : status, after };
    const { rows, next } = answered(await this.tasks.run(question, key, asked.limit));
    return this.cursors.cut(asked, rows, next === null ? null : partsOf(next));
  }

  @Get(':id')
  @ApiScope('tasks:read')
  @ApiOperation({
    operationId: 'readTask',
    summary: 'Une tâche : ce qu’elle propose, pourquoi, et ce qu’elle est devenue',
  })
  @ApiOkResponse({ type: TaskDetailDto })
  @ApiProblem(404, UNKNOWN)
  async read(@CurrentKey() key: OpenKey, @Param() { id }: TaskParam): Promise<TaskDetailDto> {
    if (id.startsWith('auto-')) return updateView(answered(await this.update.run(id, key)));
    return taskView(answered(await this.task.run(id, key)));
  }

  @Post(':id/answer')
  @HttpCode(200)
  @ApiScope('tasks:write')
  @ApiOperation({
    operationId: 'answerTask',
    summary: 'Répondre à une tâche ; le document est celui de docs/answers.md',
  })
  @ApiBody({ type: AnswersDto })
  @ApiOkResponse({ type: TaskChangedDto, description: 'La tâche, faite.' })
  @ApiProblem(404, UNKNOWN)
  @ApiProblem(409, OVER)
  async answer(
    @CurrentKey() key: OpenKey,
    @Param() { id }: TaskParam,
    @Body() answers: unknown,
  ): Promise<TaskChangedDto> {
    return answeredTask(await this.answering.run(id, answers, key));
  }

  @Post(':id/postpone')
  @HttpCode(200)
  @ApiScope('tasks:write')
  @ApiOperation({ operationId: 'postponeTask', summary: 'Repousser une tâche à un mois à venir' })
  @ApiOkResponse({ type: TaskChangedDto, description: 'La tâche, repoussée.' })
  @ApiProblem(404, UNKNOWN)
  @ApiProblem(409, OVER)
  async postpone(
    @CurrentKey() key: OpenKey,
    @Param() { id }: TaskParam,
    @Body() { until, reason }: PostponementDto,
  ): Promise<TaskChangedDto> {
    return answered(await this.postponing.run(id, { until, reason }, key), ENDED);
  }
}

/** A number alone is that of a task; beside a SIRET, that of the document of an automatic update. */
const placeOf = (number: number, siret: string): TaskPlace =>
  siret === '' ? { task: number } : { siret: siret as Siret, feed: number };

const partsOf = (place: TaskPlace): readonly [number, string] =>
  'task' in place ? [place.task, ''] : [place.feed, place.siret];
