/** An object of a JSON document. */
export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Places that hold what people wrote, which is no schema whatever it looks like. */
const LITERAL: readonly string[] = ['example', 'examples', 'default', 'enum', 'const'];

/**
 * A document in the shapes of OpenAPI 3.0, as the decorators write them, in those of 3.1, which are JSON Schema's:
 * `nullable` becomes a type, and the `example` of a schema one of its `examples`.
 */
export function asOpenApi31(value: unknown, isSchema = false): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => asOpenApi31(one, isSchema));
  if (!isTree(value)) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] => [
    name,
    LITERAL.includes(name) ? inner : asOpenApi31(inner, name === 'schema' || name === 'schemas' || isSchema),
  ]);
  const read: Tree = Object.fromEntries(entries);
  return isSchema ? withExamples(withNull(withoutLoneAllOf(read))) : read;
}

/** In 3.0 a reference could have nothing beside it, hence an `allOf` of one; in 3.1 it may. */
function withoutLoneAllOf({ allOf, ...schema }: Tree): Tree {
  if (allOf === undefined) return schema;
  const all: readonly unknown[] = Array.isArray(allOf) ? (allOf as unknown[]) : [];
  const [only] = all;
  return all.length === 1 && isTree(only) ? { ...only, ...schema } : { allOf, ...schema };
}

function withNull({ nullable, ...schema }: Tree): Tree {
  if (nullable === undefined) return schema;
  if (nullable !== true) return typeof nullable === 'boolean' ? schema : { nullable, ...schema };
  const { type, description, ...rest } = schema;
  // Behind a reference stands a type of its own, which null would have to satisfy too.
  const isReference = rest.allOf !== undefined || rest.$ref !== undefined;
  const told = description === undefined ? {} : { description };
  if (typeof type !== 'string' || isReference) return { ...told, anyOf: [rest, { type: 'null' }] };
  const words = Array.isArray(rest.enum) ? { enum: [...(rest.enum as unknown[]), null] } : {};
  return { type: [type, 'null'], ...told, ...rest, ...words };
}

/** A field may itself be called `example`: then it is a schema and stays where it is. */
function withExamples({ example, ...schema }: Tree): Tree {
  if (example === undefined) return schema;
  return isTree(example) ? { example, ...schema } : { ...schema, examples: [example] };
}
