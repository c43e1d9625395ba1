/** How values are written in answers; what a request brings has decorators of its own (fields.ts). */
export const SIRET = { type: 'string', pattern: '^[0-9]{14}$', example: '99990000400014' } as const;
export const SIREN = { type: 'string', pattern: '^[0-9]{9}$', example: '999900004' } as const;
export const DATE = { type: 'string', format: 'date', example: '2026-01-01' } as const;
export const PERIOD = { type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$', example: '2026-01' } as const;
export const INSTANT = { type: 'string', format: 'date-time', example: '2026-01-15T09:00:00.000Z' } as const;
/** In percent. */
export const RATE = { type: 'string', pattern: '^[0-9]{1,3}\\.[0-9]{2}$', example: '1.78' } as const;
/** In euros. */
export const AMOUNT = { type: 'string', pattern: '^-?[0-9]+\\.[0-9]{2}$', example: '25.00' } as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
/** What a rule used when it spoke: names to texts, numbers, booleans or null. */
export const FACTS = { type: 'object', additionalProperties: true } as const;
