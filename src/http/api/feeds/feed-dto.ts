import { ApiProperty } from '@nestjs/swagger';
import { REASONS, VERDICTS, type Facts, type Reason, type VerdictKind } from '#domain/reconciliation/verdict';
import { PageQuery } from '../shape/cursors';
import { OneOf } from '../shape/fields';
import { COUNT, DATE, FACTS, INSTANT, SIRET } from '../shape/schemas';

const STATUSES = ['RECEIVED', 'DECIDED', 'REOPENED', 'DONE'] as const;

export class FeedDto {
  @ApiProperty({ type: 'integer', example: 12 })
  readonly id: number;

  @ApiProperty({ example: 'taux-2026.csv' })
  readonly file: string;

  @ApiProperty({ description: 'SHA-256 des octets reçus, en hexadécimal.' })
  readonly sha256: string;

  @ApiProperty(INSTANT)
  readonly receivedAt: string;

  @ApiProperty({ enum: STATUSES, description: 'Reçu, décidé, à redécider, ou appliqué.' })
  readonly status: (typeof STATUSES)[number];
}

class ChunksDto {
  @ApiProperty(COUNT)
  readonly planned: number;

  @ApiProperty(COUNT)
  readonly applied: number;

  @ApiProperty({ ...COUNT, description: 'Mis de côté après plusieurs échecs : le reste est appliqué sans eux.' })
  readonly quarantined: number;
}

class VerdictCountsDto implements Readonly<Record<VerdictKind, number>> {
  @ApiProperty(COUNT)
  readonly AUTO_UPDATED: number;

  @ApiProperty(COUNT)
  readonly UNCHANGED: number;

  @ApiProperty(COUNT)
  readonly TASK_RAISED: number;

  @ApiProperty(COUNT)
  readonly HELD: number;

  @ApiProperty(COUNT)
  readonly QUARANTINED: number;

  @ApiProperty(COUNT)
  readonly IGNORED: number;
}

export class FeedDetailDto extends FeedDto {
  @ApiProperty({
    ...COUNT,
    nullable: true,
    description: 'Lignes du document ; null pour une clé tenue à des entreprises, à qui rien n’est dit des autres.',
  })
  readonly lines: number | null;

  @ApiProperty({
    type: ChunksDto,
    nullable: true,
    description: 'Morceaux de son lot ; null pour une clé tenue à des entreprises.',
  })
  readonly chunks: ChunksDto | null;

  @ApiProperty({
    type: VerdictCountsDto,
    nullable: true,
    description:
      'Établissements par verdict à la réception, parmi les entreprises que la clé ouvre ; null tant que rien n’est décidé.',
  })
  readonly verdicts: VerdictCountsDto | null;
}

export class FeedVerdictDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty({ enum: VERDICTS })
  readonly verdict: VerdictKind;

  @ApiProperty({ enum: REASONS, nullable: true, type: 'string' })
  readonly reason: Reason | null;

  @ApiProperty({ ...DATE, nullable: true })
  readonly effectiveFrom: string | null;

  @ApiProperty({ description: 'La règle qui a parlé.', example: 'TAUX_UNIQUE' })
  readonly rule: string;

  @ApiProperty(FACTS)
  readonly facts: Facts;

  @ApiProperty({ description: 'La règle en une phrase.' })
  readonly why: string;
}

export class FeedVerdictsQuery extends PageQuery {
  @OneOf(VERDICTS, { optional: true, description: 'Un seul verdict.' })
  verdict?: VerdictKind;
}

export class FeedRejectionDto {
  @ApiProperty({ type: 'integer', description: 'Ligne du document, à partir de 1, en-tête comprise.' })
  readonly line: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Null quand il n’a pas pu être lu.' })
  readonly siret: string | null;

  @ApiProperty({ example: 'TAUX_ILLISIBLE' })
  readonly code: string;

  @ApiProperty({ description: 'Une phrase en français.' })
  readonly message: string;
}
