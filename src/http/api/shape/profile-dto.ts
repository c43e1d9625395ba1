import { ApiProperty } from '@nestjs/swagger';
import { RATE } from './schemas';

/** One rate of an establishment. */
export class ProfileDto {
  @ApiProperty({ description: 'Code risque, sans le suffixe B des fonctions supports.', example: '553AC' })
  readonly codeRisque: string;

  @ApiProperty({ type: 'string', nullable: true, example: '01' })
  readonly section: string | null;

  @ApiProperty({ description: 'Fonctions supports de nature administrative.' })
  readonly office: boolean;

  @ApiProperty({ ...RATE, nullable: true, description: 'En pour cent ; null avec 999ZZ, en attente de notification.' })
  readonly rate: string | null;

  @ApiProperty({ description: 'Le code tel que la DSN l’attend (S21.G00.40.040).', example: '553ACB' })
  readonly codeDsn: string;
}
