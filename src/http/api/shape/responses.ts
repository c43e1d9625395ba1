import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';

/** Documents the answer of a list: `{ data, next }`, with `Link: …; rel="next"` while there is more. */
export const ApiPageOf = (row: Type, description = 'Une page de la liste.'): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(row),
    ApiOkResponse({
      description,
      headers: { Link: { description: 'La page suivante, rel="next".', schema: { type: 'string' } } },
      schema: {
        type: 'object',
        required: ['data', 'next'],
        properties: {
          data: { type: 'array', items: { $ref: getSchemaPath(row) } },
          next: { type: 'string', nullable: true, description: 'Curseur de la page suivante ; null sur la dernière.' },
        },
      },
    }),
  );
