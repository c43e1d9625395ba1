import type { Tx } from '../database';

/** The secret of that name; `fresh` becomes it when there is none, so that several processes agree on one. */
export async function secretNamed(tx: Tx, name: string, fresh: string): Promise<string> {
  await tx.query('INSERT INTO program_secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
    name,
    fresh,
  ]);
  const [row] = await tx.query<{ value: string }>('SELECT value FROM program_secret WHERE name = $1', [name]);
  return row?.value ?? fresh;
}
