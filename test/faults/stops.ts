import type { Client } from 'pg';

/** A place in the work where the database makes it wait, so that it can be killed there and nowhere else. */
export interface Stop {
  readonly name: string;
  /** The statement before which it waits. */
  readonly before: string;
  /** When: a condition on `NEW` (row triggers only) or on the tables. */
  readonly when: string;
}

const LOCK = 424_242;
const chunks = (count: number): string => `(SELECT count(*) FROM batch_chunk WHERE state = 'APPLIED') >= ${count}`;
const named = (name: string, before: string, when: string): Stop => ({ name, before, when });

/** Between the named steps of an ingestion of at least ten chunks. */
export const STOPS: readonly Stop[] = [
  named('received, not decided', 'UPDATE ON batch FOR EACH ROW', `NEW.status = 'DECIDED'`),
  named('decided, no chunk begun', 'UPDATE ON batch_chunk FOR EACH ROW', `NEW.state = 'APPLIED'`),
  named('verdicts of a chunk written, not its sheets', 'INSERT ON rate_profile FOR EACH STATEMENT', chunks(3)),
  named('tasks of a chunk not written', 'INSERT ON task FOR EACH STATEMENT', chunks(5)),
  named('a chunk without its journal entry', 'INSERT ON audit_entry FOR EACH STATEMENT', chunks(8)),
  named('all chunks applied, not ended', 'UPDATE ON batch FOR EACH ROW', `NEW.status = 'DONE'`),
];

/** The stop whose name begins so. */
export function stopNamed(beginning: string): Stop {
  const stop = STOPS.find(({ name }) => name.startsWith(beginning));
  if (stop === undefined) throw new Error(`No stop is named « ${beginning} ».`);
  return stop;
}

/** The work will wait there until `openStop`. */
export async function closeStop(client: Client, { before, when }: Stop): Promise<void> {
  await client.query(`SELECT pg_advisory_lock(${LOCK})`);
  await client.query(`
    CREATE FUNCTION stop_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF ${when} THEN PERFORM pg_advisory_xact_lock_shared(${LOCK}); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER stop_here BEFORE ${before} EXECUTE FUNCTION stop_here()`);
}

export async function isWaiting(client: Client): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${LOCK} AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.length > 0;
}

export async function openStop(client: Client): Promise<void> {
  await client.query(`SELECT pg_advisory_unlock(${LOCK})`);
  await client.query('DROP FUNCTION stop_here CASCADE');
}

/** Every chunk takes that long, as on a busy machine: else a batch is over before anything befalls it. */
export async function slowChunks(client: Client, seconds: number): Promise<void> {
  await client.query(`
    CREATE FUNCTION take_a_while() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_sleep(${seconds});
      RETURN NEW;
    END $$;
    CREATE TRIGGER take_a_while BEFORE UPDATE ON batch_chunk FOR EACH ROW WHEN (NEW.state = 'APPLIED')
      EXECUTE FUNCTION take_a_while()`);
}

/** Says `received`, then `chunk` per chunk and `done`, each at its commit. */
export async function announceCommits(client: Client): Promise<void> {
  await client.query(`
    CREATE FUNCTION say_it() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      PERFORM pg_notify('commits', TG_ARGV[0]);
      RETURN NEW;
    END $$;
    CREATE TRIGGER say_received AFTER INSERT ON batch FOR EACH ROW EXECUTE FUNCTION say_it('received');
    CREATE TRIGGER say_done AFTER UPDATE ON batch FOR EACH ROW WHEN (NEW.status = 'DONE') EXECUTE FUNCTION say_it('done');
    CREATE TRIGGER say_chunk AFTER UPDATE ON batch_chunk FOR EACH ROW WHEN (NEW.state = 'APPLIED') EXECUTE FUNCTION say_it('chunk');
    LISTEN commits`);
}
