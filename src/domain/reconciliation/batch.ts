import type { Policy } from './policy';
import type { Decision } from './verdict';

/** What the breaker knows of a batch: one `ingest` call or one poll (rule 17). */
export interface BatchCount {
  /** Notified rates that have a rate on file to compare with. */
  readonly compared: number;
  /** Of these, the ones that change by half or more. */
  readonly moved: number;
}

/** A batch in which too many rates move is not trusted at all: all or nothing, never a subset. */
export const isWithheld = ({ compared, moved }: BatchCount, { batch }: Policy): boolean =>
  compared >= batch.minimumCompared && moved * 100 > compared * batch.movedShare;

/** The decision as it stands in a withheld batch: what would have changed or raised anything waits; the rest keeps its verdict. */
export function withheld(decision: Decision, count: BatchCount): Decision {
  if (decision.verdict !== 'AUTO_UPDATED' && decision.verdict !== 'TASK_RAISED' && decision.verdict !== 'HELD')
    return decision;
  const guards = decision.verdict === 'HELD' ? `${String(decision.facts.gardes)},LOT_ANORMAL` : 'LOT_ANORMAL';
  const facts = { ...decision.facts, gardes: guards, tauxCompares: count.compared, tauxBouges: count.moved };
  return { ...decision, verdict: 'HELD', rule: 'GARDE', reason: null, facts };
}
