import { ApiProperty } from '@nestjs/swagger';

class AnsweredProfileDto {
  @ApiProperty({ type: 'string', example: '452BE' })
  codeRisque: string;

  @ApiProperty({ type: 'string', required: false, nullable: true, example: '01' })
  section?: string;

  @ApiProperty({ type: 'boolean', required: false, nullable: true })
  office?: boolean;

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'number' }], required: false, example: '3.10' })
  rate?: string | number;
}

class PlacementDto {
  @ApiProperty({ type: 'string', example: 'M1' })
  matricule: string;

  @ApiProperty({ type: 'string', required: false, nullable: true, example: '00001' })
  contract?: string;

  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'integer' }],
    example: 1,
    description: 'À partir de 1, le taux le plus haut.',
  })
  profile: string | number;
}

class WarningReasonDto {
  @ApiProperty({ type: 'string', example: 'TAUX_COLLECTIF_AUTRE' })
  warning: string;

  @ApiProperty({ type: 'string' })
  reason: string;
}

/** The document of docs/answers.md. It is read by the journey itself, which names every fault at once. */
export class AnswersDto {
  @ApiProperty({ type: 'boolean', required: false, nullable: true, description: 'Ce que la tâche propose est juste.' })
  confirm?: boolean;

  @ApiProperty({ required: false, enum: ['single', 'several', 'unknown'] })
  case?: string;

  @ApiProperty({ type: 'integer', minimum: 2, maximum: 50, required: false })
  count?: number;

  @ApiProperty({ type: 'string', required: false, nullable: true, example: '2026-01-01' })
  effectiveFrom?: string;

  @ApiProperty({ type: [AnsweredProfileDto], required: false })
  profiles?: AnsweredProfileDto[];

  @ApiProperty({ type: [PlacementDto], required: false })
  affiliations?: PlacementDto[];

  @ApiProperty({ type: [WarningReasonDto], required: false })
  reasons?: WarningReasonDto[];
}
