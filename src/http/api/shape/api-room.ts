import { applyDecorators, Controller, UseInterceptors, UsePipes } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OnceInterceptor } from '../door/once.interceptor';
import { ApiPipe } from './api-pipe';
import { PageLinks } from './page.interceptor';
import type { Tag } from './tags';

/**
 * A room of the API: its controller answers under `/api/v1/<path>` and stands under `tag` in the document. Inputs are
 * checked, writes are done once per `Idempotency-Key`, lists say where they go on.
 */
export const ApiRoom = (path: string, tag: Tag): ClassDecorator =>
  applyDecorators(
    Controller(`api/v1/${path}`),
    ApiTags(tag),
    UsePipes(ApiPipe),
    UseInterceptors(OnceInterceptor, PageLinks),
  );
