import type { Tx } from '../database';

/** The file being imported, as its declarations remember it. */
export interface DsnOrigin {
  readonly file: string;
  readonly sha256: string;
  readonly at: string;
}

export interface Acceptance {
  /** Declarations recorded: those of the file, but for what this very file had already brought. */
  readonly recorded: number;
  /** Among them, the ones that now stand for their month and fraction. */
  readonly accepted: number;
  /** Declarations that stood before and no longer do. */
  readonly replaced: number;
}

const SAME_FRACTION = (a: string, b: string): string =>
  `${a}.siret = ${b}.siret AND ${a}.period = ${b}.period AND ${a}.fraction_index = ${b}.fraction_index`;

/**
 * Decides which declarations of the file stand (rule 3), in `fresh_dsn`: within one fraction of one month the
 * highest order (S20.G00.05.004) stands, and of equal orders the one received last, taken as a correction. What the
 * same bytes already brought is left out; what does not stand is kept as history. Nothing is deleted.
 */
export async function acceptDeclarations(tx: Tx, { file, sha256, at }: DsnOrigin): Promise<Acceptance> {
  await tx.query(
    `CREATE TEMP TABLE fresh_dsn (LIKE incoming_dsn, id bigint NOT NULL, stands boolean NOT NULL, superseded_by bigint)
     ON COMMIT DROP`,
  );
  await tx.query(
    `INSERT INTO fresh_dsn
     SELECT ordinal, siren, siret, period, type, fraction_index, fraction_of, ord, postcode, town, address, line,
            nextval('dsn_id_seq'), stands, CASE WHEN NOT stands THEN standing END
     FROM (
       SELECT i.*, d.id AS standing,
              (d.id IS NULL OR i.ord >= d.ord) AND 1 = row_number() OVER (
                PARTITION BY i.siret, i.period, i.fraction_index ORDER BY i.ord DESC, i.ordinal DESC) AS stands
       FROM incoming_dsn i
       LEFT JOIN dsn d ON ${SAME_FRACTION('d', 'i')} AND d.superseded_by IS NULL
       WHERE NOT EXISTS (SELECT 1 FROM dsn k WHERE ${SAME_FRACTION('k', 'i')} AND k.sha256 = $1)
       ORDER BY i.ordinal) ranked`,
    [sha256],
  );
  await tx.query('ANALYZE fresh_dsn');
  await tx.query(
    `UPDATE fresh_dsn f SET superseded_by = s.id FROM fresh_dsn s
     WHERE s.stands AND NOT f.stands AND ${SAME_FRACTION('s', 'f')}`,
  );
  const replaced = await tx.query<{ id: number }>(
    `UPDATE dsn d SET superseded_by = f.id FROM fresh_dsn f
     WHERE f.stands AND ${SAME_FRACTION('d', 'f')} AND d.superseded_by IS NULL RETURNING d.id`,
  );
  const recorded = await tx.query<{ stands: boolean }>(
    `WITH recorded AS (
       INSERT INTO dsn (id, siret, siren, period, fraction_index, fraction_of, ord, type, file, sha256, line, recorded_at, superseded_by)
       OVERRIDING SYSTEM VALUE
       SELECT id, siret, siren, period, fraction_index, fraction_of, ord, type, $1, $2, line, $3, superseded_by FROM fresh_dsn
       RETURNING superseded_by)
     SELECT superseded_by IS NULL AS stands FROM recorded`,
    [file, sha256, at],
  );
  const accepted = recorded.filter(({ stands }) => stands).length;
  return { recorded: recorded.length, accepted, replaced: replaced.length };
}

/** Declared contracts and regularisations of the declarations just accepted; those they replace no longer count. */
export async function recordDeclared(tx: Tx): Promise<void> {
  // An employee left out of a correction keeps what the month had declared for him.
  await tx.query(
    `UPDATE declared_contract c SET superseded = true
     FROM fresh_dsn f JOIN dsn d ON ${SAME_FRACTION('d', 'f')} AND d.id <> f.id
     WHERE f.stands AND c.dsn_id = d.id AND NOT c.superseded
       AND NOT EXISTS (SELECT 1 FROM incoming_left_out l WHERE l.ordinal = f.ordinal AND l.matricule = c.matricule)`,
  );
  await tx.query(
    `INSERT INTO declared_contract (dsn_id, siret, siren, period, matricule, number, regime, code_risque, office, rate, base_cents, line, superseded)
     SELECT f.id, f.siret, f.siren, f.period, c.matricule, c.number, c.regime, c.code_risque, c.office, c.rate, c.base_cents, c.line, NOT f.stands
     FROM incoming_contract c JOIN fresh_dsn f USING (ordinal)`,
  );
  await tx.query(
    `INSERT INTO declared_regularisation (dsn_id, siret, siren, period, matricule, number, rubric, base_cents, rate, amount_cents, line)
     SELECT f.id, f.siret, f.siren, r.period, r.matricule, r.number, r.rubric, r.base_cents, r.rate, r.amount_cents, r.line
     FROM incoming_regularisation r JOIN fresh_dsn f USING (ordinal)`,
  );
}
