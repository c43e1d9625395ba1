import { ApiProperty } from '@nestjs/swagger';
import { SirenField } from '../shape/fields';
import { COUNT, DATE, SIREN, SIRET } from '../shape/schemas';

/** `@Param() { siren }: SirenParam`. */
export class SirenParam {
  @SirenField()
  siren: string;
}

export class CompanyDto {
  @ApiProperty(SIREN)
  readonly siren: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'Menuiserie Arnaud' })
  readonly name: string | null;

  @ApiProperty({ ...DATE, nullable: true })
  readonly clientSince: string | null;

  @ApiProperty({ ...COUNT, description: 'Nombre d’établissements connus.' })
  readonly establishments: number;
}

export class EstablishmentDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty(SIREN)
  readonly siren: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Nom de l’entreprise.' })
  readonly name: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly town: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly postcode: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'La caisse qui fixe ses taux, quand le code postal la dit.',
  })
  readonly caisse: string | null;
}
