import { ApiProperty } from '@nestjs/swagger';
import type { DepositView } from '#application/deposits/deposit-view';
import type { DepositOrigin, DepositStatus } from '#domain/deposits/deposit';
import { VERDICTS, type VerdictKind } from '#domain/reconciliation/verdict';

const STATUSES: readonly DepositStatus[] = ['RECEIVED', 'IN_PROGRESS', 'DONE', 'PARTIAL', 'REFUSED'];
const ORIGINS: readonly DepositOrigin[] = ['API', 'FOLDER', 'CRM'];

const instant = { type: 'string', format: 'date-time' } as const;

/** A document of rates on its way. */
export class DepositLineDto {
  @ApiProperty({ type: 'integer', minimum: 1 })
  id: number;

  @ApiProperty({ example: 'taux-2026.csv' })
  name: string;

  @ApiProperty({ enum: [...ORIGINS], description: 'Par l’API, le dossier surveillé ou le portail.' })
  origin: DepositOrigin;

  @ApiProperty({
    enum: [...STATUSES],
    description: 'PARTIAL : pris en compte, sauf des lignes ou documents refusés ; REFUSED : rien n’en a été pris.',
  })
  status: DepositStatus;

  @ApiProperty({ pattern: '^[0-9a-f]{64}$', description: 'Du document, décompressé si l’envoi l’était.' })
  sha256: string;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'Octets.' })
  size: number;

  @ApiProperty(instant)
  receivedAt: string;

  @ApiProperty({ ...instant, nullable: true })
  startedAt: string | null;

  @ApiProperty({ ...instant, nullable: true })
  endedAt: string | null;
}

const count = { type: 'integer', minimum: 0 } as const;
const verdicts = {
  type: 'object',
  description: 'Établissements, par verdict.',
  properties: Object.fromEntries(VERDICTS.map((kind) => [kind, count])),
  additionalProperties: false,
} as const;

export class DepositFeedDto {
  @ApiProperty({ type: 'integer', minimum: 1, nullable: true, description: 'Numéro du document, pour ses lignes.' })
  id: number | null;

  @ApiProperty({ pattern: '^[0-9a-f]{64}$' })
  sha256: string;

  @ApiProperty()
  file: string;

  @ApiProperty({ description: 'Ce document avait déjà été lu : ses verdicts sont ceux de la première fois.' })
  alreadyReceived: boolean;

  @ApiProperty(count)
  lines: number;

  @ApiProperty(verdicts)
  verdicts: Partial<Record<VerdictKind, number>>;
}

export class RejectionDto {
  @ApiProperty()
  file: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'À partir de 1 ; null pour le document entier.' })
  line: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  siret: string | null;

  @ApiProperty()
  code: string;

  @ApiProperty()
  message: string;
}

/** The same with what came of it; empty until it is over. */
export class DepositDto extends DepositLineDto {
  @ApiProperty({ type: [DepositFeedDto], description: 'Les premiers documents lus dans cet envoi.' })
  feeds: DepositFeedDto[];

  @ApiProperty({ ...count, description: 'De tous les documents.' })
  feedCount: number;

  @ApiProperty(verdicts)
  verdicts: Partial<Record<VerdictKind, number>>;

  @ApiProperty({ type: [RejectionDto], description: 'Les premières lignes refusées.' })
  rejections: RejectionDto[];

  @ApiProperty({ ...count, description: 'De toutes les lignes refusées.' })
  rejected: number;

  @ApiProperty({ type: [String], description: 'Ce qu’il faut savoir, en français.' })
  notes: string[];
}

export function depositDto({
  feeds,
  rejections,
  notes,
  verdicts,
  feedCount,
  rejected,
  ...line
}: DepositView): DepositDto {
  return {
    ...line,
    feeds: feeds.map(({ id, sha256, file, alreadyReceived, lines, verdicts: counts }) => ({
      ...{ id, sha256, file, alreadyReceived, lines },
      verdicts: { ...counts },
    })),
    ...{ feedCount, verdicts: { ...verdicts }, rejected },
    rejections: rejections.map(({ file, line: at, siret, code, message }) => ({
      file,
      line: at,
      siret,
      code,
      message,
    })),
    notes: [...notes],
  };
}
