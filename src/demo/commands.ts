import { momentWords } from '#application/ports/paris';
import type { Environment } from '#config/environment';
import { establishmentOf } from './portfolio';
import { heading, wrapped } from './terminal';

type Place = Pick<Environment, 'dataDir' | 'databaseUrl'>;

/** What is worth a try in another terminal: on the data of the demo, and at its hour, or half the schedule would be late. */
export function commandsText(place: Place, now: string): string {
  const { siret } = establishmentOf('declared-otherwise').establishment;
  const commands = ['schedule list', `estimate ${siret}`, `why ${siret} --on 2026-01-15`, 'held list'];
  const before = `NOW=${now} ${placeOf(place)}`;
  return [
    heading('À essayer dans un autre terminal'),
    ...commands.map((command) => `  ${before} npm run -s cli -- ${command}`),
  ].join('\n');
}

/** An address of the user's may hold a password: it is left to them. */
const placeOf = ({ dataDir, databaseUrl }: Place): string =>
  databaseUrl === undefined ? `DATA_DIR=${quoted(dataDir)}` : 'DATABASE_URL=…';

const quoted = (path: string): string => (/^[\w./:\\-]+$/.test(path) ? path : `"${path}"`);

/** Why nothing happens by itself while the demo serves. */
export const clockText = (now: string): string =>
  wrapped(
    `L’horloge de la démonstration est arrêtée au ${momentWords(now)} : rien n’y échoit tout seul, et FEED_FOLDER n’y est pas surveillé.`,
    2,
  );
