import { Expose } from 'class-transformer';

const names = new Map<string, string>();

/** The environment variable that a property is read from. */
export const Variable =
  (name: string): PropertyDecorator =>
  (target, property) => {
    names.set(String(property), name);
    Expose({ name })(target, property);
  };

/** By which a property is known to who sets it. */
export const variableOf = (property: string): string => names.get(property) ?? property;

/** Every variable that is read, once the classes that read them are loaded. */
export const variables = (): Iterable<string> => names.values();
