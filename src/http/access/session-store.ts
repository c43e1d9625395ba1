import type { SessionStore } from '@fastify/session';
import { EndSession } from '#application/access/end-session';
import { LoadSession } from '#application/access/load-session';
import { SaveSession, type SessionLimits } from '#application/access/save-session';

type Get = Parameters<SessionStore['get']>;
type Set = Parameters<SessionStore['set']>;
type Destroy = Parameters<SessionStore['destroy']>;

/** Read anew with each request, or kept in columns of their own. */
const APART: readonly string[] = ['cookie', 'viewer', 'restored', 'accountId', 'agent'];

/** Sessions in the base, so that every process and every restart knows them. */
export class KeptSessions implements SessionStore {
  constructor(
    private readonly load: LoadSession,
    private readonly save: SaveSession,
    private readonly end: EndSession,
    private readonly limits: SessionLimits,
  ) {}

  get(...[id, callback]: Get): void {
    this.load.run(id, this.limits.idleMinutes).then(
      (loaded) => {
        if (loaded === null) callback(null, null);
        else
          callback(null, { ...loaded.data, viewer: loaded.viewer, restored: true, cookie: { originalMaxAge: null } });
      },
      (error: unknown) => callback(error),
    );
  }

  set(...[id, session, callback]: Set): void {
    const { restored = false, accountId = null, agent = null } = session;
    const data = Object.fromEntries(Object.entries(session).filter(([name]) => !APART.includes(name)));
    this.save.run({ id, fresh: !restored, accountId, agent, data }, this.limits).then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  destroy(...[id, callback]: Destroy): void {
    this.end.run(id).then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }
}
