import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { parseIsoDate, parsePeriod } from '#domain/values/local-date';
import { parseInstant } from '#domain/values/instant';
import { refused, type Result } from '#domain/values/result';
import { parseSiren, parseSiret } from '#domain/values/siret';

/**
 * Fields of DTOs: what is checked and what the document says, in one place. Each stands for one property; `optional`
 * lets it be absent, never null. Messages are French sentences.
 */
interface Common {
  readonly description?: string;
  readonly optional?: boolean;
  readonly example?: unknown;
}

const field = (
  { description, optional = false, example }: Common,
  schema: ApiPropertyOptions,
  ...checks: readonly PropertyDecorator[]
): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      ...schema,
      required: !optional,
      ...(description === undefined ? {} : { description }),
      ...(example === undefined ? {} : { example }),
    } as ApiPropertyOptions),
    // An absent field is left alone; null is no way to leave one out.
    ...(optional ? [ValidateIfGiven()] : []),
    ...checks,
  );

const ValidateIfGiven = (): PropertyDecorator => IsOptional();

/** A text that a value of the domain can be read from; the refusal's own sentence is the message. */
const parsed = (name: string, parse: (text: string) => Result<unknown>): PropertyDecorator =>
  ValidateBy({
    name,
    validator: {
      validate: (value: unknown) => typeof value === 'string' && parse(value).ok,
      defaultMessage: (asked) => {
        const value: unknown = asked?.value;
        if (typeof value !== 'string') return `Le champ « ${asked?.property ?? name} » doit être un texte.`;
        const read = parse(value);
        return read.ok ? '' : read.refusal.message;
      },
    },
  });

export const SiretField = (more: Common = {}): PropertyDecorator =>
  field(
    { description: 'SIRET : 14 chiffres.', example: '99990000400014', ...more },
    { type: 'string', pattern: '^[0-9]{14}$' },
    parsed('siret', exactly(14, parseSiret)),
  );

export const SirenField = (more: Common = {}): PropertyDecorator =>
  field(
    { description: 'SIREN : 9 chiffres.', example: '999900004', ...more },
    { type: 'string', pattern: '^[0-9]{9}$' },
    parsed('siren', exactly(9, parseSiren)),
  );

/** The parsers forgive the blanks of people; programs send digits, as the document says. */
const exactly =
  (digits: number, parse: (text: string) => Result<unknown>) =>
  (text: string): Result<unknown> =>
    /^[0-9]*$/.test(text)
      ? parse(text)
      : refused(
          'CHIFFRES',
          `« ${text.slice(0, 30)} » doit être écrit en ${String(digits)} chiffres, sans rien d’autre.`,
        );

export const DateField = (more: Common = {}): PropertyDecorator =>
  field(
    { description: 'Jour ISO.', example: '2026-01-01', ...more },
    { type: 'string', format: 'date' },
    parsed('date', parseIsoDate),
  );

export const PeriodField = (more: Common = {}): PropertyDecorator =>
  field(
    { description: 'Mois ISO.', example: '2026-01', ...more },
    { type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' },
    parsed('mois', parsePeriod),
  );

export const InstantField = (more: Common = {}): PropertyDecorator =>
  field(
    { description: 'Instant ISO en UTC.', example: '2026-01-15T09:00:00Z', ...more },
    { type: 'string', format: 'date-time' },
    parsed('instant', parseInstant),
  );

/** A text of 1 to `most` characters. */
export const TextField = ({ most, ...more }: Common & { readonly most: number }): PropertyDecorator =>
  field(
    more,
    { type: 'string', minLength: 1, maxLength: most },
    IsString({ message: ({ property }) => `Le champ « ${property} » doit être un texte.` }),
    MinLength(1, { message: ({ property }) => `Le champ « ${property} » est vide : remplissez-le.` }),
    MaxLength(most, { message: ({ property }) => `Le champ « ${property} » dépasse ${String(most)} caractères.` }),
  );

/** One word of a closed list. */
export const OneOf = (words: readonly string[], more: Common = {}): PropertyDecorator =>
  field(
    more,
    { type: 'string', enum: [...words] },
    IsIn([...words], { message: ({ property }) => `Le champ « ${property} » doit être l’un de ${words.join(', ')}.` }),
  );

/** A whole number, in the body as a number, in an address as digits. */
export const WholeField = ({
  least,
  most,
  ...more
}: Common & { readonly least: number; readonly most: number }): PropertyDecorator =>
  field(
    more,
    { type: 'integer', minimum: least, maximum: most },
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' && DIGITS.test(value) ? Number(value) : value,
    ),
    ...[IsInt, (options: object) => Min(least, options), (options: object) => Max(most, options)].map((rule) =>
      rule({
        message: ({ property }: { property: string }) =>
          `Le champ « ${property} » doit être un nombre entier de ${String(least)} à ${String(most)}.`,
      }),
    ),
  );

const DIGITS = /^-?\d{1,15}$/;
/** Numbers of rows: whole, and exact in JavaScript. */
export const MOST_ID = 999_999_999_999_999;

/** The number of a row. */
export const IdField = (more: Common = {}): PropertyDecorator =>
  WholeField({ description: 'Numéro.', example: 42, ...more, least: 1, most: MOST_ID });

/** True or false; in an address, the words `true` and `false`. */
export const BooleanField = (more: Common = {}): PropertyDecorator =>
  field(
    more,
    { type: 'boolean' },
    Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: ({ property }) => `Le champ « ${property} » doit être true ou false.` }),
  );

/** `@Param() { id }: IdParam`. */
export class IdParam {
  @IdField()
  id: number;
}

/** `@Param() { siret }: SiretParam`. */
export class SiretParam {
  @SiretField()
  siret: string;
}
