import type { INestApplication, Type } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ProblemDto } from '../shape/problem-dto';
import { TAGS } from '../shape/tags';
import { asOpenApi31, isTree, type Tree } from './open-api-31';

const DESCRIPTION = `Ce que font les pages, pour les programmes : mêmes règles, mêmes refus, mêmes murs entre entreprises.
Une clé s’obtient sur la page « Clés d’API » et s’envoie dans l’en-tête \`Authorization: Bearer …\`.
Les taux sont des textes à deux décimales, les dates sont ISO, un SIRET est un texte de 14 chiffres.
Toute réponse qui n’est pas un succès est un \`application/problem+json\` (RFC 9457).
Les écritures acceptent un en-tête \`Idempotency-Key\` : la même valeur pour la même demande donne la même réponse pendant 24 heures.`;

/** Changes with what programs see of the API, not with the program. */
const VERSION = '1.0.0';

/** The OpenAPI 3.1 document of the rooms of `api`, as their decorators tell it. */
export function documentOf(app: INestApplication, api: Type): Tree {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Taux Juste')
    .setDescription(DESCRIPTION)
    .setVersion(VERSION)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer('/', 'Ce serveur')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'tj_live', description: 'Clé d’API : `tj_live_…`.' },
      'cle',
    )
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    include: [api],
    extraModels: [ProblemDto],
    autoTagControllers: false,
  });
  // As it will be read: without what JSON leaves out.
  const told = { ...document, info: { ...document.info, contact: undefined } };
  const tree = asOpenApi31(JSON.parse(JSON.stringify(told)));
  if (!isTree(tree)) throw new Error('The document of the API is no object.');
  const used = new Set<string>();
  forEachOperation(tree, (method, operation) => {
    for (const tag of Array.isArray(operation.tags) ? operation.tags : []) used.add(String(tag));
    if (method !== 'get') tellIdempotency(operation);
    tellForm(operation);
  });
  const tags = Object.entries(TAGS).filter(([name]) => used.has(name));
  return { ...tree, tags: tags.map(([name, description]) => ({ name, description })) };
}

const METHODS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete'];

/** Calls for each operation of a document, with its method and path. */
export function forEachOperation(
  document: Tree,
  visit: (method: string, operation: Record<string, unknown>, path: string) => void,
): void {
  for (const [path, item] of Object.entries(isTree(document.paths) ? document.paths : {}))
    for (const [method, operation] of Object.entries(isTree(item) ? item : {}))
      if (METHODS.includes(method) && isTree(operation)) visit(method, operation, path);
}

/** Every write takes the header: said once here rather than at each route. */
function tellIdempotency(operation: Record<string, unknown>): void {
  const problem = { 'application/problem+json': { schema: { $ref: `#/components/schemas/${ProblemDto.name}` } } };
  const parameters: readonly unknown[] = Array.isArray(operation.parameters) ? operation.parameters : [];
  operation.parameters = [
    ...parameters,
    {
      ...{ name: 'Idempotency-Key', in: 'header', required: false },
      description: 'Une valeur par demande, par exemple un UUID : répétée, la demande n’est faite qu’une fois.',
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
    },
  ];
  const responses: Tree = isTree(operation.responses) ? operation.responses : {};
  const said = Object.entries(responses).map(([status, response]) => [
    status,
    status.startsWith('2') && isTree(response)
      ? { ...response, headers: { ...tree(response.headers), ...REPLAYED } }
      : response,
  ]);
  operation.responses = {
    '409': { description: 'La même demande est en cours, ou l’objet a changé.', content: problem },
    '413': { description: 'Corps de la requête trop lourd.', content: problem },
    '415': { description: 'Format d’envoi inconnu.', content: problem },
    '422': { description: 'Demande refusée.', content: problem },
    ...Object.fromEntries(said),
  };
}

const FORM = 'multipart/form-data';
const FILE = {
  type: 'object',
  required: ['file'],
  properties: { file: { type: 'string', format: 'binary' } },
} as const;

/** A file in a form is one of its fields, where every other type is the file itself. */
function tellForm(operation: Record<string, unknown>): void {
  const { requestBody } = operation;
  if (!isTree(requestBody) || !isTree(requestBody.content) || !(FORM in requestBody.content)) return;
  operation.requestBody = { ...requestBody, content: { ...requestBody.content, [FORM]: { schema: FILE } } };
}

const tree = (value: unknown): Tree => (isTree(value) ? value : {});

const REPLAYED = {
  'Idempotent-Replayed': {
    description: 'Présent quand la réponse est celle d’une demande déjà faite.',
    schema: { type: 'string', enum: ['true'] },
  },
} as const;
