import type { Readable } from 'node:stream';
import { readFlowList, type Flow, type FlowReturn } from '#domain/feed/flow-list';
import { minutesFrom } from '../access/moments';
import type { WallClock } from '../ports/clock';
import { FeedSource, SourceFailure, type FoundDocument } from '../ports/feed-source';
import { PortalClient, type PortalPatience, type PortalSettings } from './portal-client';

/** The returns that carry rates. */
const RATES = '34';
const DAY_MINUTES = 24 * 60;
/** Lists in a row that fail: the portal is left alone until the next poll. */
const MOST_FAILURES = 3;

/** The CRM 34 that a portal has for the deposits of the last days: deposits, then the returns of each, then one by one. */
export class PortalSource extends FeedSource {
  readonly origin = 'CRM';
  private readonly client: PortalClient;

  constructor(
    private readonly settings: PortalSettings,
    private readonly wallClock: WallClock,
    patience?: PortalPatience,
  ) {
    super();
    this.client = new PortalClient(settings, patience);
  }

  async *find(): AsyncGenerator<readonly FoundDocument[]> {
    const since = minutesFrom(this.wallClock.now(), -this.settings.days * DAY_MINUTES)
      .slice(0, 10)
      .replaceAll('-', '');
    const flows = await this.list(this.settings.paths.deposits.replaceAll('{depuis}', since));
    const failures: unknown[] = [];
    for (const { id } of flows) {
      try {
        yield this.documentsOf(await this.list(this.settings.paths.returns.replaceAll('{flux}', id)));
      } catch (error) {
        failures.push(error);
        if (failures.length === MOST_FAILURES) break;
      }
    }
    // What the others hold is not kept waiting by the list that fails.
    if (failures.length > 0) throw failures[0];
  }

  private async list(path: string): Promise<readonly Flow[]> {
    const list = readFlowList(path, await this.client.getList(path));
    if (list.ok) return list.value;
    throw new SourceFailure(`Le portail a envoyé une liste illisible, à redemander : ${list.refusal.message}`);
  }

  /** The oldest first, each once. */
  private documentsOf(flows: readonly Flow[]): FoundDocument[] {
    const returns = flows.flatMap((flow) => flow.returns).filter(({ nature }) => nature === RATES);
    const once = new Map(returns.map((found) => [found.id, found]));
    const oldestFirst = (one: FlowReturn, two: FlowReturn) => (one.publishedAt < two.publishedAt ? -1 : 1);
    return [...once.values()].sort(oldestFirst).map(({ id }) => ({
      ...{ key: id, name: `crm34-${id}.xml`, look: null },
      open: (): Promise<Readable> => this.client.get(this.settings.paths.return.replaceAll('{retour}', id)),
      settled: () => Promise.resolve(),
    }));
  }
}
