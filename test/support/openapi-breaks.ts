import { isTree, type Tree } from '#http/api/document/open-api-31';

/** What a program that was written for `released` would no longer find, or no longer be understood in, with `current`. */
export function breaksBetween(released: Tree, current: Tree): string[] {
  const breaks: string[] = [];
  for (const [path, item] of entries(released.paths))
    for (const [method, operation] of entries(item)) {
      const place = `${method.toUpperCase()} ${path}`;
      const now = at(current, 'paths', path, method);
      if (isTree(operation) && now === null) breaks.push(`${place}: removed`);
      else if (isTree(operation) && now !== null)
        breaks.push(...ofOperation({ released, current }, place, operation, now));
    }
  return breaks;
}

interface Documents {
  readonly released: Tree;
  readonly current: Tree;
}

function ofOperation(documents: Documents, place: string, before: Tree, now: Tree): string[] {
  const breaks: string[] = [];
  for (const status of Object.keys(tree(before.responses)).filter((code) => code.startsWith('2'))) {
    const contents = at(now, 'responses', status);
    if (contents === null) breaks.push(`${place}: no longer answers ${status}`);
    for (const [type, media] of entries(at(before, 'responses', status, 'content'))) {
      const other = at(now, 'responses', status, 'content', type);
      if (other === null) breaks.push(`${place}: ${status} is no longer ${type}`);
      else breaks.push(...ofAnswer(documents, `${place} ${status}`, tree(media).schema, other.schema));
    }
  }
  for (const [type, media] of entries(at(before, 'requestBody', 'content'))) {
    const other = at(now, 'requestBody', 'content', type);
    if (other === null) breaks.push(`${place}: no longer takes ${type}`);
    else breaks.push(...ofQuestion(documents, `${place} body`, tree(media).schema, other.schema));
  }
  return [...breaks, ...ofParameters(documents, place, before, now)];
}

function ofParameters(documents: Documents, place: string, before: Tree, now: Tree): string[] {
  const named = (operation: Tree): ReadonlyMap<string, Tree> =>
    new Map(list(operation.parameters).map((one) => [`${String(one.in)} ${String(one.name)}`, one]));
  const [known, today] = [named(before), named(now)];
  const gone = [...known].flatMap(([name, parameter]) => {
    const other = today.get(name);
    return other === undefined
      ? [`${place}: ${name} is no longer read`]
      : ofQuestion(documents, `${place} ${name}`, parameter.schema, other.schema);
  });
  const asked = [...today].filter(([name, { required }]) => required === true && known.get(name)?.required !== true);
  return [...gone, ...asked.map(([name]) => `${place}: ${name} is now required`)];
}

/** What is answered may say more than before, never less, and no word that a program does not know. */
const ofAnswer = (documents: Documents, place: string, before: unknown, now: unknown): string[] =>
  ofSchema(documents, place, before, now, {
    missing: ({ name }) => `${name} is gone`,
    required: (was, is) => was.filter((name) => !is.includes(name)).map((name) => `${String(name)} may now be absent`),
    words: (was, is) => is.filter((word) => !was.includes(word)).map((word) => `may now be ${String(word)}`),
    types: (was, is) => is.filter((type) => !was.includes(type)).map((type) => `may now be of type ${type}`),
  });

/** What is asked may be more than before, never less. */
const ofQuestion = (documents: Documents, place: string, before: unknown, now: unknown): string[] =>
  ofSchema(documents, place, before, now, {
    missing: ({ name }) => `${name} is no longer taken`,
    required: (was, is) => is.filter((name) => !was.includes(name)).map((name) => `${String(name)} is now required`),
    words: (was, is) => was.filter((word) => !is.includes(word)).map((word) => `may no longer be ${String(word)}`),
    types: (was, is) => was.filter((type) => !is.includes(type)).map((type) => `may no longer be of type ${type}`),
  });

interface Rules {
  readonly missing: (field: { readonly name: string }) => string;
  readonly required: (was: readonly unknown[], is: readonly unknown[]) => readonly string[];
  readonly words: (was: readonly unknown[], is: readonly unknown[]) => readonly string[];
  readonly types: (was: readonly string[], is: readonly string[]) => readonly string[];
}

/** Deeper than any schema of ours; one that holds itself ends here. */
const DEEPEST = 12;

function ofSchema(
  documents: Documents,
  place: string,
  before: unknown,
  now: unknown,
  rules: Rules,
  depth = 0,
): string[] {
  const [was, is] = [resolved(documents.released, before), resolved(documents.current, now)];
  if (was === null || is === null || depth > DEEPEST) return [];
  const told = (said: readonly string[]): string[] => said.map((sentence) => `${place}: ${sentence}`);
  const breaks = [
    ...told(rules.types(typesOf(was), typesOf(is))),
    ...told(rules.required(array(was.required), array(is.required))),
    ...(Array.isArray(was.enum) && Array.isArray(is.enum) ? told(rules.words(was.enum, is.enum)) : []),
  ];
  for (const [name, schema] of entries(was.properties)) {
    const other = tree(is.properties)[name];
    if (other === undefined) breaks.push(...told([rules.missing({ name })]));
    else breaks.push(...ofSchema(documents, `${place}.${name}`, schema, other, rules, depth + 1));
  }
  if (was.items !== undefined) breaks.push(...ofSchema(documents, `${place}[]`, was.items, is.items, rules, depth + 1));
  for (const choice of ['anyOf', 'oneOf', 'allOf'])
    list(was[choice]).forEach((schema, index) => {
      const other = list(is[choice])[index];
      breaks.push(...ofSchema(documents, `${place}/${choice}/${String(index)}`, schema, other, rules, depth + 1));
    });
  return breaks;
}

function resolved(document: Tree, schema: unknown): Tree | null {
  if (!isTree(schema)) return null;
  if (typeof schema.$ref !== 'string') return schema;
  return at(document, ...schema.$ref.split('/').slice(1));
}

const typesOf = ({ type }: Tree): readonly string[] => (type === undefined ? [] : [type].flat().map(String));
const tree = (value: unknown): Tree => (isTree(value) ? value : {});
const entries = (value: unknown): [string, unknown][] => Object.entries(tree(value));
const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const list = (value: unknown): readonly Tree[] => array(value).map(tree);

/** The object at a path; null when there is none. */
function at(document: Tree, ...path: readonly string[]): Tree | null {
  let place: unknown = document;
  for (const name of path) place = tree(place)[name];
  return isTree(place) ? place : null;
}
