import type { CampaignYear } from '#domain/reference/reference';
import type { LocalDate } from '#domain/values/local-date';
import type { Tx } from '../database';

/** Opens the campaign of a year; false when it was open already. */
export async function openCampaign(tx: Tx, { year, effectiveFrom }: CampaignYear, at: string): Promise<boolean> {
  const opened = await tx.query(
    `INSERT INTO campaign (year, effective_from, opened_at) VALUES ($1, $2, $3)
     ON CONFLICT (year) DO NOTHING RETURNING year`,
    [year, effectiveFrom, at],
  );
  return opened.length > 0;
}

/** Notes the first closing; false when it was closed already. */
export async function closeCampaign(tx: Tx, year: number, at: string): Promise<boolean> {
  const closed = await tx.query(
    'UPDATE campaign SET closed_at = $2 WHERE year = $1 AND closed_at IS NULL RETURNING year',
    [year, at],
  );
  return closed.length > 0;
}

export interface CampaignTally {
  /** Renewal tasks of the year, whatever became of them. */
  readonly tasksRaised: number;
  /** Establishments whose rate of that date came without a person. */
  readonly alreadyDone: number;
}

export async function tallyOf(tx: Tx, { year, effectiveFrom }: CampaignYear): Promise<CampaignTally> {
  const [tally] = await tx.query<CampaignTally>(
    `SELECT (SELECT count(*) FROM task WHERE kind = 'ANNUAL_RENEWAL' AND cause = $1) AS "tasksRaised",
       (SELECT count(*) FROM (
          SELECT siret FROM verdict WHERE verdict IN ('AUTO_UPDATED', 'UNCHANGED') AND effective_from = $2
          UNION
          SELECT siret FROM rate_profile WHERE source = 'PUBLISHED' AND effective_from = $2) settled) AS "alreadyDone"`,
    [String(year), effectiveFrom],
  );
  return tally ?? { tasksRaised: 0, alreadyDone: 0 };
}

export interface CampaignRow {
  readonly year: number;
  readonly effectiveFrom: LocalDate;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

const CAMPAIGN = `SELECT year, effective_from AS "effectiveFrom", opened_at AS "openedAt", closed_at AS "closedAt" FROM campaign`;

/** Every campaign that was opened, the latest date of effect first: one a year. */
export const campaignRows = (tx: Tx): Promise<CampaignRow[]> =>
  tx.query<CampaignRow>(`${CAMPAIGN} ORDER BY effective_from DESC, year DESC`);

/** Null when it was never opened. */
export async function campaignRow(tx: Tx, year: number): Promise<CampaignRow | null> {
  const [row] = await tx.query<CampaignRow>(`${CAMPAIGN} WHERE year = $1`, [year]);
  return row ?? null;
}
