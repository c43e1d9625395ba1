import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 20 ms here. The package's default is argon2id. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const COST_TEXT = '$argon2id$v=19$m=19456,t=2,p=1$';

export const hashPassword = (password: string): Promise<string> => hash(normal(password), COST);

/** Of a password that nobody has: an account that does not exist takes as long to refuse as one that does. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b+dWRWJTmaaJObG9LHXyEhGfJM';

/** Whether it is the account's password; the work is the same when there is no account or no password. */
export async function passwordMatches(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, normal(password));
  return matches && passwordHash !== null;
}

/** Whether the hash was made at another cost than today's. */
export const isOutdated = (passwordHash: string): boolean => !passwordHash.startsWith(COST_TEXT);

/** The same characters typed on another machine are the same password. */
const normal = (password: string): string => password.normalize('NFKC');
