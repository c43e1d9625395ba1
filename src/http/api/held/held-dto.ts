import { ApiProperty } from '@nestjs/swagger';
import { VERDICTS, type Facts } from '#domain/reconciliation/verdict';
import { TextField } from '../shape/fields';
import { COUNT, FACTS, INSTANT, SIRET } from '../shape/schemas';

export class HeldParam {
  @TextField({
    most: 20,
    description: 'Document retenu (`12`), ou lot (`lot-3`) pour une clé qui ouvre tout.',
    example: '12',
  })
  id: string;
}

export class EndReasonDto {
  @TextField({
    most: 500,
    description: 'Pourquoi : inscrit au journal.',
    example: 'Notification vue sur net-entreprises',
  })
  reason: string;
}

export class HeldDto {
  @ApiProperty({ example: '12' })
  readonly id: string;

  @ApiProperty({ ...SIRET, nullable: true, description: 'Null pour un lot entier.' })
  readonly siret: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly feed: number | null;

  @ApiProperty()
  readonly file: string;

  @ApiProperty({ type: [String], example: ['MULTIPLIE'] })
  readonly guards: readonly string[];

  @ApiProperty(FACTS)
  readonly facts: Facts;

  @ApiProperty(INSTANT)
  readonly since: string;

  @ApiProperty({ description: 'Pourquoi, en une phrase.' })
  readonly sentence: string;
}

/** What was decided of a document once the guards had had their say. */
export class ReleasedDocumentDto {
  @ApiProperty({ example: '12' })
  readonly id: string;

  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty({ type: 'integer' })
  readonly feed: number;

  @ApiProperty({ enum: VERDICTS })
  readonly verdict: string;

  @ApiProperty({ type: 'string', nullable: true })
  readonly reason: string | null;

  @ApiProperty()
  readonly rule: string;

  @ApiProperty(FACTS)
  readonly facts: Facts;
}

export class ReleasedBatchDto {
  @ApiProperty({ example: 'lot-3' })
  readonly id: string;

  @ApiProperty(COUNT)
  readonly released: number;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  readonly verdicts: Readonly<Record<string, number>>;
}

class RefusedEndDto {
  @ApiProperty({ example: '12' })
  readonly id: string;

  @ApiProperty({ enum: ['HELD'] })
  readonly verdict: 'HELD';

  @ApiProperty({ enum: ['REFUSED'] })
  readonly status: 'REFUSED';

  @ApiProperty({ description: 'Le motif donné.' })
  readonly reason: string;
}

export class RefusedDocumentDto extends RefusedEndDto {
  @ApiProperty({ ...SIRET, nullable: true })
  readonly siret: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly feed: number | null;

  @ApiProperty()
  readonly file: string;

  @ApiProperty({ type: [String] })
  readonly guards: readonly string[];

  @ApiProperty(FACTS)
  readonly facts: Facts;

  @ApiProperty(INSTANT)
  readonly since: string;

  @ApiProperty()
  readonly sentence: string;
}

export class RefusedBatchDto extends RefusedEndDto {
  @ApiProperty(COUNT)
  readonly refused: number;
}
