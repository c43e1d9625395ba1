import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../shape/fields';

const LONGEST_NAME = 200;

export class SendQuery {
  @TextField({
    optional: true,
    most: LONGEST_NAME,
    description: 'Nom du document, s’il n’est pas dans Content-Disposition.',
    example: 'taux-2026.csv',
  })
  name?: string;
}

/** What was done with a document that was sent. */
export class ReceptionDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'À suivre par /api/v1/deposits/{id}.' })
  deposit: number;

  @ApiProperty({ description: 'Le même document était déjà venu, pour les mêmes entreprises : rien n’est refait.' })
  alreadyReceived: boolean;

  @ApiProperty({ example: 'Document reçu : suivez son traitement par son numéro.' })
  message: string;
}
