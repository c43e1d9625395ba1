import { ApiProperty } from '@nestjs/swagger';
import { DateField, InstantField, PeriodField, SiretField } from '../shape/fields';
import { ProfileDto } from '../shape/profile-dto';
import { AMOUNT, DATE, FACTS, INSTANT, PERIOD, RATE, SIRET } from '../shape/schemas';
import type { Facts } from '#domain/reconciliation/verdict';
import { SHEET_SOURCES, type SheetSource } from '#domain/rates/sheet';

/** `@Param() { siret }: EstablishmentParam`. */
export class EstablishmentParam {
  @SiretField()
  siret: string;
}

export class RatesQuery {
  @DateField({ optional: true, description: 'Jour demandé ; aujourd’hui sans lui.' })
  on?: string;

  @InstantField({ optional: true, description: 'Ce que l’on savait à cet instant, inclus ; maintenant sans lui.' })
  knownAt?: string;
}

export class DayQuery {
  @DateField({ optional: true, description: 'Jour demandé ; aujourd’hui sans lui.' })
  on?: string;
}

export class SinceQuery {
  @PeriodField({ optional: true, description: 'Premier mois regardé ; sans lui, les trois ans de l’article L. 244-3.' })
  since?: string;
}

class SheetDto {
  @ApiProperty(DATE)
  readonly effectiveFrom: string;

  @ApiProperty(INSTANT)
  readonly recordedAt: string;

  @ApiProperty({ enum: SHEET_SOURCES })
  readonly source: SheetSource;

  @ApiProperty({ type: [ProfileDto], description: 'Le taux le plus haut d’abord.' })
  readonly profiles: readonly ProfileDto[];
}

export class RatesDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty(DATE)
  readonly on: string;

  @ApiProperty(INSTANT)
  readonly knownAt: string;

  @ApiProperty({ type: SheetDto, nullable: true, description: 'Null quand aucun taux n’est connu ce jour-là.' })
  readonly sheet: SheetDto | null;
}

class SpanDto extends SheetDto {
  @ApiProperty({ ...DATE, nullable: true, description: 'Dernier jour ; null quand rien d’autre ne suit.' })
  readonly until: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Le document qui l’a apporté.' })
  readonly file: string | null;
}

export class HistoryDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty({ type: [SpanDto], description: 'Du plus ancien au plus récent.' })
  readonly sheets: readonly SpanDto[];
}

class SourceDto {
  @ApiProperty({ enum: SHEET_SOURCES })
  readonly kind: SheetSource;

  @ApiProperty({ type: 'string', nullable: true })
  readonly file: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  readonly line: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly sha256: string | null;
}

class ConcernedDto {
  @ApiProperty()
  readonly matricule: string;

  @ApiProperty()
  readonly contract: string;

  @ApiProperty({ example: '553AC' })
  readonly codeRisque: string;

  @ApiProperty(RATE)
  readonly rate: string;
}

export class WhyDto {
  @ApiProperty(SIRET)
  readonly siret: string;

  @ApiProperty(DATE)
  readonly on: string;

  @ApiProperty({ ...RATE, nullable: true, description: 'Le plus haut du jour ; null quand aucun n’est connu.' })
  readonly rate: string | null;

  @ApiProperty({ type: [ProfileDto] })
  readonly profiles: readonly ProfileDto[];

  @ApiProperty({ type: SourceDto, nullable: true })
  readonly source: SourceDto | null;

  @ApiProperty({ type: 'string', nullable: true })
  readonly rule: string | null;

  @ApiProperty(FACTS)
  readonly facts: Facts;

  @ApiProperty({ ...RATE, nullable: true })
  readonly before: string | null;

  @ApiProperty({ ...RATE, nullable: true })
  readonly after: string | null;

  @ApiProperty({ type: [ConcernedDto], description: 'Les contrats payés à ces taux ce jour-là.' })
  readonly employees: readonly ConcernedDto[];
}

class EstimatedMonthDto {
  @ApiProperty(PERIOD)
  readonly period: string;

  @ApiProperty({ ...AMOUNT, description: 'Cotisation déclarée, en euros.' })
  readonly declared: string;

  @ApiProperty({ ...AMOUNT, description: 'Au bon taux.' })
  readonly right: string;

  @ApiProperty(AMOUNT)
  readonly base: string;

  @ApiProperty(AMOUNT)
  readonly difference: string;
}

export class EstimateDto {
  @ApiProperty({ type: [EstimatedMonthDto] })
  readonly months: readonly EstimatedMonthDto[];

  @ApiProperty(AMOUNT)
  readonly total: string;
}
