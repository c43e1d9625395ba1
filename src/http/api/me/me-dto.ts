import { ApiProperty } from '@nestjs/swagger';
import { API_SCOPES, type ApiScope } from '#domain/access/api-scope';

export class MeDto {
  @ApiProperty({ example: 'Logiciel de paie' })
  name: string;

  @ApiProperty({ enum: [...API_SCOPES], isArray: true })
  scopes: ApiScope[];

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'SIREN des entreprises que la clé ouvre aujourd’hui ; null quand elle les ouvre toutes.',
  })
  companies: string[] | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  expiresAt: string | null;
}
