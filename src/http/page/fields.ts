import { BadRequestException } from '@nestjs/common';
import { storable } from '#domain/values/words';

/** Longest text that any field of a form is read to: what is beyond was not typed by hand. */
const LONGEST = 10_000;

/** One field of a form or query as text; empty when it is absent, is a file, or came several times. */
export function textOf(body: unknown, name: string): string {
  const value = valueOf(body, name);
  return typeof value === 'string' ? keptOf(value) : '';
}

/**
 * The fields of a form whose emptiness opens more than any value: each at most once. One that came several times would
 * be read as empty, and no page of ours sends that.
 */
export function textOfEach<const Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const several = names.find((name) => Array.isArray(valueOf(body, name)));
  if (several !== undefined)
    throw new BadRequestException(`Le champ « ${several} » est donné plusieurs fois : envoyez-le une fois.`);
  return Object.fromEntries(names.map((name) => [name, textOf(body, name)])) as Record<Name, string>;
}

/** A field that may come several times, such as boxes ticked. */
export function textsOf(body: unknown, name: string): readonly string[] {
  const value = valueOf(body, name);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string').map(keptOf);
}

const NUMBER = /^[1-9]\d{0,14}$/;

/** The number of a row as an address names it; 0, which no row has, when it is none. */
export const rowNumber = (text: string): number => (NUMBER.test(text) ? Number(text) : 0);

/** Cut first: half of a character may be left at the cut. */
const keptOf = (text: string): string => storable(text.slice(0, LONGEST));

function valueOf(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? (body as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
