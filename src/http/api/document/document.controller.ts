import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ApiAnyone } from '../door/api-scope';
import { ApiDocument } from './api-document';
import type { Tree } from './open-api-31';

/** What the API is, for programs that read it to write their own calls. */
@ApiAnyone()
@ApiExcludeController()
@Controller('api')
export class DocumentController {
  constructor(private readonly document: ApiDocument) {}

  @Get('openapi.json')
  json(): Tree {
    return this.document.read();
  }
}
