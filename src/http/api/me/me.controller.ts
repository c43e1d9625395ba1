import { Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { ApiScope, CurrentKey } from '../door/api-scope';
import { ApiRoom } from '../shape/api-room';
import { MeDto } from './me-dto';

/** What a key is: for whoever sets a program up. */
@ApiRoom('me', 'Clé')
export class MeController {
  @Get()
  @ApiScope()
  @ApiOperation({ operationId: 'readMe', summary: 'La clé qui demande : son nom, ses droits, ses entreprises' })
  @ApiOkResponse({ type: MeDto })
  read(@CurrentKey() key: OpenKey): MeDto {
    const { name, scopes, scope, expiresAt } = key;
    return { name, scopes: [...scopes], companies: scope === 'system' ? null : [...scope.companies], expiresAt };
  }
}
