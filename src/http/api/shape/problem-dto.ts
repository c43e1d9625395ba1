import { ApiProperty } from '@nestjs/swagger';

/** What is wrong with one field: exactly one of `pointer`, `parameter` and `header` names it. */
export class FieldProblemDto {
  @ApiProperty({ description: 'Une phrase en français.' })
  detail: string;

  @ApiProperty({ required: false, description: 'Pointeur JSON dans le corps.', example: '#/rates/0/code' })
  pointer?: string;

  @ApiProperty({ required: false, description: 'Paramètre de l’adresse.', example: 'cursor' })
  parameter?: string;

  @ApiProperty({ required: false, description: 'En-tête.', example: 'Idempotency-Key' })
  header?: string;
}

/** Every answer that is not a success (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ format: 'uri', example: 'urn:taux-juste:cle-absente' })
  type: string;

  @ApiProperty({ example: 'Clé absente ou refusée' })
  title: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  status: number;

  @ApiProperty({ description: 'Une phrase en français : ce qui ne va pas et que faire.' })
  detail: string;

  @ApiProperty({ description: 'Adresse demandée, sans ses paramètres.', example: '/api/v1/me' })
  instance: string;

  @ApiProperty({ description: 'Pour les programmes ; ne change pas d’une version à l’autre.', example: 'CLE_ABSENTE' })
  code: string;

  @ApiProperty({ required: false, type: [FieldProblemDto] })
  errors?: FieldProblemDto[];
}
