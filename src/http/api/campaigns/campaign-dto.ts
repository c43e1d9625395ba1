import { ApiProperty } from '@nestjs/swagger';
import { WholeField } from '../shape/fields';
import { COUNT, DATE, INSTANT } from '../shape/schemas';

export class YearParam {
  @WholeField({ least: 2000, most: 2099, description: 'Année de la campagne.', example: 2026 })
  year: number;
}

export class CampaignDto {
  @ApiProperty({ type: 'integer', example: 2026 })
  readonly year: number;

  @ApiProperty(DATE)
  readonly effectiveFrom: string;

  @ApiProperty(INSTANT)
  readonly openedAt: string;

  @ApiProperty({ ...INSTANT, nullable: true })
  readonly closedAt: string | null;
}

class RenewalTasksDto {
  @ApiProperty({ ...COUNT, description: 'Levées jusqu’ici, quoi qu’il en soit advenu.' })
  readonly raised: number;

  @ApiProperty(COUNT)
  readonly open: number;

  @ApiProperty({ ...COUNT, description: 'Faites par une personne.' })
  readonly done: number;

  @ApiProperty({ ...COUNT, description: 'Terminées parce que le taux est arrivé.' })
  readonly superseded: number;
}

class ProgressDto {
  @ApiProperty({ type: RenewalTasksDto })
  readonly tasks: RenewalTasksDto;

  @ApiProperty({ ...COUNT, description: 'Établissements dont le taux de cette date est venu sans personne.' })
  readonly settledWithoutPerson: number;

  @ApiProperty({ ...COUNT, description: 'Établissements avec un contrat ouvert, sans taux de cette date ni tâche.' })
  readonly notReceived: number;
}

export class CampaignProgressDto extends CampaignDto {
  @ApiProperty({ type: ProgressDto, description: 'Parmi les entreprises que la clé ouvre.' })
  readonly progress: ProgressDto;
}
