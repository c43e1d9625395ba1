import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSchema } from '#storage/schema/read-schema';
import { openTestHouse, type TestHouse } from '../../support/test-house';

const COMMITTED = join(__dirname, '..', '..', '..', 'docs', 'schema.sql');
const RENEW =
  'docs/schema.sql is not what the migrations make: run « npm run schema », read the difference and commit it with the migration.';

let house: TestHouse;
beforeAll(async () => (house = await openTestHouse()));
afterAll(() => house.close());

const read = (): Promise<string> => readSchema(house.database.source);

/** The first line on which two texts part, for the reader of a failed test. */
function firstDifference(made: string, committed: string): string {
  const [ours, theirs] = [made.split('\n'), committed.split('\n')];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  return `line ${at + 1}: the migrations make « ${ours[at] ?? ''} », the file says « ${theirs[at] ?? ''} »`;
}

describe('docs/schema.sql', () => {
  it('is what the migrations make', async () => {
    const made = await read();
    const committed = readFileSync(COMMITTED, 'utf8');
    if (made !== committed) throw new Error(`${RENEW}\n${firstDifference(made, committed)}`);
  });

  it.each([
    ['a column', 'ALTER TABLE campaign ADD COLUMN note text', 'note text'],
    ['a constraint', 'ALTER TABLE campaign ADD CONSTRAINT later CHECK (year > 1900)', 'CONSTRAINT later CHECK'],
    ['an index', 'CREATE INDEX campaign_day ON campaign (effective_from)', 'INDEX campaign_day'],
    ['a policy', 'CREATE POLICY open ON campaign USING (true)', 'POLICY open PERMISSIVE FOR ALL TO public USING true'],
    ['a grant', 'GRANT DELETE ON campaign TO tj_app', 'GRANT DELETE, INSERT, SELECT, UPDATE TO tj_app'],
    ['a function', `CREATE FUNCTION one() RETURNS integer LANGUAGE sql RETURN 1`, 'FUNCTION public.one()'],
    ['a sequence', 'CREATE SEQUENCE campaign_number', 'SEQUENCE campaign_number'],
  ])('would show %s', async (_what, change, line) => {
    const before = await read();
    await house.sql(change);
    const after = await read();
    expect(after.split(line)).toHaveLength(before.split(line).length + 1);
  });
});
