import { ApiProperty } from '@nestjs/swagger';
import { BooleanField, PeriodField, SirenField, SiretField } from '../shape/fields';
import { PERIOD, RATE, SIRET } from '../shape/schemas';

export class EstablishmentMonthParam {
  @SiretField()
  siret: string;

  @PeriodField()
  period: string;
}

export class CompanyMonthParam {
  @SirenField()
  siren: string;

  @PeriodField()
  period: string;
}

export class RunDto {
  @BooleanField({ description: 'Vrai quand la paie du mois commence, faux quand elle est finie.' })
  running: boolean;
}

export class RunningDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty(PERIOD)
  readonly period: string;

  @ApiProperty()
  readonly running: boolean;
}

class PaidContractDto {
  @ApiProperty()
  readonly matricule: string;

  @ApiProperty()
  readonly contract: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'S21.G00.40.040 ; null quand le contrat est bloqué.' })
  readonly codeRisque: string | null;

  @ApiProperty({ ...RATE, nullable: true, description: 'S21.G00.40.043 ; null aussi avec 999ZZ.' })
  readonly rate: string | null;
}

const BLOCKING_CODES = ['AUCUN_TAUX', 'SANS_PROFIL', 'CODE_FERME'] as const;

class BlockingDto {
  @ApiProperty({ enum: BLOCKING_CODES })
  readonly code: (typeof BLOCKING_CODES)[number];

  @ApiProperty()
  readonly matricule: string;

  @ApiProperty()
  readonly contract: string;

  @ApiProperty({ description: 'Ce qui manque et que faire, en une phrase.' })
  readonly message: string;
}

export class PayrollDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty(PERIOD)
  readonly period: string;

  @ApiProperty({ type: [PaidContractDto], description: 'Les contrats ouverts dans le mois.' })
  readonly employees: readonly PaidContractDto[];

  @ApiProperty({ type: [BlockingDto] })
  readonly blocking: readonly BlockingDto[];
}
