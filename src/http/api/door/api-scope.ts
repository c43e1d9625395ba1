import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiResponse } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import type { ApiScope as Scope } from '#domain/access/api-scope';
import { ProblemDto } from '../shape/problem-dto';
import type { ApiVisit } from './visit';

export const NEEDED = 'api.needed';
/** Any of the scopes will do; none for a key whatever it may do; `ANYONE` without a key. */
export type Needed = 'ANYONE' | readonly Scope[];

const problem = (status: number, description: string): MethodDecorator & ClassDecorator =>
  ApiResponse({ status, description, content: { 'application/problem+json': { schema: PROBLEM_REF } } });

const PROBLEM_REF = { $ref: `#/components/schemas/${ProblemDto.name}` };

/**
 * Who may use a route of the API: a key that has one of these scopes, or any key when none is named. Every handler says
 * it, and the guard refuses one that does not.
 */
export const ApiScope = (...scopes: readonly Scope[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(NEEDED, scopes),
    ApiBearerAuth('cle'),
    ApiExtension('x-scopes', scopes),
    problem(400, 'Requête ou paramètre illisible.'),
    problem(401, 'Clé absente, inconnue, expirée ou révoquée.'),
    problem(403, 'La clé n’a pas ce droit.'),
    problem(406, 'Format de réponse inconnu.'),
    problem(429, 'Trop de requêtes : voir Retry-After.'),
    problem(503, 'Service indisponible : voir Retry-After.'),
  );

/** Without a key. */
export const ApiAnyone = (): MethodDecorator & ClassDecorator => SetMetadata(NEEDED, 'ANYONE');

/** Documents a further way in which a route may refuse. */
export const ApiProblem = problem;

export const FILE_BODY = 'api.file';
/** The body is a file: every other route takes JSON only. */
export const TakesFile = (): MethodDecorator => SetMetadata(FILE_BODY, true);

/** The key behind the request, which is a `Caller`: what verbs take as their last parameter. */
export const CurrentKey = createParamDecorator((_data: unknown, context: ExecutionContext): OpenKey => {
  const { apiKey } = context.switchToHttp().getRequest<ApiVisit>();
  if (apiKey === undefined) throw new Error('This route is open to anyone: it has no key.');
  return apiKey;
});
