import { ApiProperty } from '@nestjs/swagger';
import { TASK_KINDS, type TaskStatus } from '#domain/tasks/task';
import type { ListedTask } from '#domain/tasks/listed-task';
import { PageQuery } from '../shape/cursors';
import { OneOf, PeriodField, SiretField, TextField } from '../shape/fields';
import { ProfileDto } from '../shape/profile-dto';
import { COUNT, DATE, INSTANT, PERIOD, SIRET } from '../shape/schemas';

const KINDS = [...TASK_KINDS, 'DONE_FOR_YOU'] as const;
const STATUSES = ['OPEN', 'DONE', 'SUPERSEDED'] as const;

export class TasksQuery extends PageQuery {
  @PeriodField({
    optional: true,
    description: 'Mois de paie ; une tâche ouverte reste visible jusqu’à ce qu’elle soit faite.',
  })
  period?: string;

  @SiretField({ optional: true })
  siret?: string;

  @OneOf(KINDS, { optional: true })
  kind?: ListedTask['kind'];

  @OneOf([...STATUSES, 'ALL'], {
    optional: true,
    description: 'OPEN sans lui ; ALL et DONE avec ce que Taux Juste a fait seul.',
  })
  status?: TaskStatus | 'ALL';
}

export class TaskParam {
  @TextField({ most: 60, description: 'Numéro de la tâche, ou nom d’une mise à jour automatique.', example: '42' })
  id: string;
}

export class PostponementDto {
  @PeriodField({ description: 'Mois où la tâche redevient urgente.' })
  until: string;

  @TextField({ most: 500, description: 'Pourquoi : inscrit au journal.', example: 'Notification attendue' })
  reason: string;
}

export class TaskDto {
  @ApiProperty({ description: 'Un numéro, ou `auto-<flux>-<siret>` pour ce qui a été fait seul.', example: '42' })
  readonly id: string;

  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty({ ...PERIOD, nullable: true })
  readonly period: string | null;

  @ApiProperty({ enum: KINDS })
  readonly kind: ListedTask['kind'];

  @ApiProperty({ description: 'Pourquoi, ou la règle qui a parlé pour DONE_FOR_YOU.', example: 'SEVERAL_RATES' })
  readonly reason: string;

  @ApiProperty({ enum: STATUSES })
  readonly status: TaskStatus;

  @ApiProperty({ ...PERIOD, nullable: true })
  readonly postponedUntil: string | null;

  @ApiProperty(COUNT)
  readonly postponements: number;

  @ApiProperty({ example: 'Confirmer le taux AT/MP de l’année' })
  readonly title: string;
}

class PrefillDto {
  @ApiProperty({ ...DATE, nullable: true })
  readonly effectiveFrom: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Date de calcul de la caisse, heure locale.' })
  readonly calculatedAt: string | null;

  @ApiProperty({ type: [ProfileDto] })
  readonly profiles: readonly ProfileDto[];

  @ApiProperty({ type: 'integer', nullable: true })
  readonly feed: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly note: string | null;
}

/** As an answer or a postponement leaves it. */
export class TaskChangedDto extends TaskDto {
  @ApiProperty({ type: PrefillDto, nullable: true, description: 'Ce que la tâche propose ; null pour DONE_FOR_YOU.' })
  readonly prefill: PrefillDto | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: true,
    description: 'Ce qu’elle est devenue, tel que c’était à la fin ; null tant qu’elle est ouverte.',
  })
  readonly outcome: unknown;
}

class KeptPostponementDto {
  @ApiProperty(PERIOD)
  readonly until: string;

  @ApiProperty()
  readonly reason: string;

  @ApiProperty()
  readonly actor: string;

  @ApiProperty(INSTANT)
  readonly at: string;
}

export class TaskDetailDto extends TaskChangedDto {
  @ApiProperty({ ...INSTANT, nullable: true })
  readonly openedAt: string | null;

  @ApiProperty({ ...INSTANT, nullable: true })
  readonly endedAt: string | null;

  @ApiProperty({ type: [String], description: 'Pourquoi, en phrases, la plus grave d’abord.' })
  readonly why: readonly string[];

  @ApiProperty({ type: [KeptPostponementDto], description: 'Ses reports, le premier d’abord.' })
  readonly postponed: readonly KeptPostponementDto[];
}
