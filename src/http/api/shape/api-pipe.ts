import { HttpStatus, Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { storable } from '#domain/values/words';
import { ProblemException, type FieldProblem } from '../door/problem';

type Place = 'body' | 'query' | 'param';

/**
 * Reads what a request brings into its DTO. What does not fit is refused whole, each field named: 422 for the body,
 * 400 for the address and its query. A field that no DTO names is refused too, so that a typing error is not lost.
 */
@Injectable()
export class ApiPipe extends ValidationPipe {
  constructor() {
    super({
      ...{ whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true, transform: true },
      exceptionFactory: (errors) => new Misfit(errors),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type } = metadata;
    if (type === 'custom') return value;
    const unstorable = whereUnstorable(value, '');
    if (unstorable !== null) throw refusal(type, [namedAt(type, unstorable, UNSTORABLE)]);
    if (type === 'body' && isDto(metadata) && !isObject(value ?? {}))
      throw refusal(type, [{ pointer: '#', detail: 'Le corps doit être un objet JSON.' }]);
    try {
      const read: unknown = await super.transform(value, metadata);
      return read;
    } catch (error) {
      if (error instanceof Misfit) throw refusal(type, problemsOf(type, error.errors, ''));
      throw error;
    }
  }
}

/** Carries what class-validator found from the pipe to us; never seen outside. */
class Misfit extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('misfit');
  }
}

const UNSTORABLE = 'Le texte contient un caractère qui ne peut pas être gardé (nul, ou moitié de caractère) : ôtez-le.';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const isDto = ({ metatype }: ArgumentMetadata): boolean =>
  metatype !== undefined && ![Object, String, Number, Boolean, Array].some((plain) => plain === metatype);

function refusal(place: Place, errors: readonly FieldProblem[]): ProblemException {
  const [first] = errors;
  const more = errors.length > 1 ? ` (et ${String(errors.length - 1)} autre(s), voir « errors »)` : '';
  const detail = `${first?.detail ?? 'La requête ne convient pas.'}${more}`;
  return place === 'body'
    ? new ProblemException({ status: HttpStatus.UNPROCESSABLE_ENTITY, code: 'CHAMP_REFUSE', detail, errors })
    : new ProblemException({ status: HttpStatus.BAD_REQUEST, code: 'PARAMETRE_REFUSE', detail, errors });
}

/** `path` is a JSON pointer within the value, empty for the value itself. */
const namedAt = (place: Place, path: string, detail: string): FieldProblem =>
  place === 'body'
    ? { pointer: `#${path}`, detail }
    : { parameter: path.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '', detail };

const under = (path: string, name: string): string =>
  `${path}/${storable(name).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 60)}`;

function problemsOf(place: Place, errors: readonly ValidationError[], path: string): FieldProblem[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const here = under(path, property);
    const own = Object.entries(constraints ?? {}).map(([rule, message]) =>
      namedAt(place, here, rule === 'whitelistValidation' ? unexpected(property) : message),
    );
    // One sentence per field is enough: the first rule that speaks is the one to mend first.
    return [...own.slice(0, 1), ...problemsOf(place, children ?? [], here)];
  });
}

const unexpected = (property: string): string =>
  `Le champ « ${storable(property).slice(0, 60)} » n’est pas attendu : retirez-le, ou corrigez son nom.`;

/** Pointer of the first text that no base can hold, names of fields included; null when there is none; how deep it goes is judged before. */
function whereUnstorable(value: unknown, path: string): string | null {
  if (typeof value === 'string') return storable(value) === value ? null : path;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (storable(name) !== name) return under(path, name);
    const found = whereUnstorable(inner, under(path, name));
    if (found !== null) return found;
  }
  return null;
}
