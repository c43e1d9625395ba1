import { HttpStatus, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOkResponse, ApiOperation, ApiResponse } from '@nestjs/swagger';
import { companiesOf } from '#application/access/caller';
import type { OpenKey } from '#application/api/open-by-key';
import { ReceiveDeposit } from '#application/deposits/receive-deposit';
import { ApiProblem, ApiScope, CurrentKey, TakesFile } from '../door/api-scope';
import { FILE_TYPES, type FileVisit } from '../door/incoming-file';
import { answered } from '../door/problem';
import { ApiRoom } from '../shape/api-room';
import { ReceptionDto, SendQuery } from './reception-dto';

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
}

/** Refusals that are not of the document itself, and one that only sounds as if something did not exist. */
const STATUSES = {
  DOCUMENT_TROP_GRAND: HttpStatus.PAYLOAD_TOO_LARGE,
  ENVOI_INTERROMPU: HttpStatus.BAD_REQUEST,
  AUCUNE_ENTREPRISE: HttpStatus.FORBIDDEN,
  DISQUE_PLEIN: 507,
  FORMAT_INCONNU: HttpStatus.UNPROCESSABLE_ENTITY,
} as const;

const LOCATION = { Location: { description: 'Où suivre l’envoi.', schema: { type: 'string' as const } } };

/** Documents of rates come in here and are taken in by a worker. */
@ApiRoom('feeds', 'Documents')
export class SendFeedController {
  constructor(private readonly receiveDeposit: ReceiveDeposit) {}

  @Post()
  @ApiScope('feeds:write')
  @TakesFile()
  @ApiOperation({
    operationId: 'sendFeed',
    summary: 'Envoyer un document de taux : retour CRM 34, CSV, ZIP ou gzip',
    description:
      'Le document est le corps de la requête, tel quel ou compressé (Content-Encoding: gzip), ou le seul fichier d’un formulaire. Il est gardé aussitôt et traité ensuite : suivez « Location ».',
  })
  @ApiConsumes(...FILE_TYPES, 'multipart/form-data')
  @ApiHeader({ name: 'Content-Disposition', required: false, description: 'attachment; filename="taux-2026.csv"' })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({ status: 202, type: ReceptionDto, description: 'Reçu, et à traiter.', headers: LOCATION })
  @ApiOkResponse({ type: ReceptionDto, description: 'Déjà reçu : l’envoi d’alors.', headers: LOCATION })
  @ApiProblem(413, 'Document trop lourd.')
  @ApiProblem(507, 'Le disque du serveur est plein : rien n’a été gardé.')
  async send(
    @Req() { incoming }: FileVisit,
    @Query() _named: SendQuery,
    @CurrentKey() key: OpenKey,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReceptionDto> {
    if (incoming === undefined) throw new Error('A route that takes a file was given none.');
    const sent = {
      name: incoming.name,
      bytes: incoming.bytes,
      origin: 'API',
      companies: companiesOf(key.scope),
    } as const;
    const received = await this.receiveDeposit.run(sent, key);
    // What broke on the way in says more than that the way broke.
    if (!received.ok && incoming.fault !== null) throw incoming.fault;
    const { deposit, alreadyReceived } = answered(received, STATUSES);
    reply.code(alreadyReceived ? HttpStatus.OK : HttpStatus.ACCEPTED);
    reply.header('location', `/api/v1/deposits/${String(deposit)}`);
    return { deposit, alreadyReceived, message: alreadyReceived ? ALREADY : RECEIVED };
  }
}

const RECEIVED = 'Document reçu : suivez son traitement par son numéro.';
const ALREADY = 'Document déjà reçu : rien n’est refait, voici l’envoi d’alors.';
