import type { Tx } from '../database';
import { isWanted, tell } from './tell';

/** How strong a source is among sheets of one date (rule 1). */
const strength = (source: string): string => `CASE ${source} WHEN 'DECLARED' THEN 0 WHEN 'PUBLISHED' THEN 1 ELSE 2 END`;

/** Profiles of the sheet `name`, and two forms of them to compare: whole, and without sections when each code is alone. */
const described = (name: string): string => `LATERAL (
  SELECT json_agg(json_build_object('codeRisque', p.code_risque, 'section', p.section, 'office', p.office,
           'rate', to_char(p.rate / 100.0, 'FM9990.00')) ORDER BY p.position) AS profiles,
    array_agg(concat_ws('/', p.code_risque, p.office, p.rate, coalesce(p.section, '-'))
      ORDER BY p.code_risque, p.office, p.rate, p.section) AS whole,
    CASE WHEN count(*) = count(DISTINCT (p.code_risque, p.office))
      THEN array_agg(concat_ws('/', p.code_risque, p.office, p.rate) ORDER BY p.code_risque, p.office) END AS loose,
    bool_and(p.section IS NULL) AS sectionless
  FROM rate_profile p
  WHERE p.siret = n.siret AND p.effective_from = ${name}.effective_from AND p.sheet = ${name}.sheet)`;

/** What held on that day without the sheet: this transaction's own count when they were recorded before it. */
const BEFORE = `LATERAL (
  SELECT p.sheet, p.effective_from, p.source FROM rate_profile p
  WHERE p.siret = n.siret AND p.effective_from <= n.effective_from AND p.sheet <> n.sheet
    AND (p.sheet < n.sheet OR p.xmin <> pg_current_xact_id()::xid)
  ORDER BY p.effective_from DESC, ${strength('p.source')} DESC, p.sheet DESC LIMIT 1)`;

/**
 * Tells the rates that sheets just recorded have changed, from `sheets`, a query of (siret, siren, sheet,
 * effective_from, source, feed). A sheet that says what held already, or that a stronger one covers, changes nothing; a
 * section that only one side knows is no difference (rule 4).
 */
export async function tellRates(tx: Tx, sheets: string, at: string, parameters: readonly unknown[]): Promise<void> {
  if (!(await isWanted(tx, 'rate.changed'))) return;
  const facts = `
    SELECT n.siren, n.sheet AS ord, json_build_object('siret', n.siret, 'siren', n.siren, 'effectiveFrom', n.effective_from,
      'source', n.source, 'feed', n.feed, 'profiles', now.profiles) AS data
    FROM (${sheets}) n
    LEFT JOIN ${BEFORE} b ON true
    CROSS JOIN ${described('n')} now
    LEFT JOIN ${described('b')} was ON true
    WHERE EXISTS (SELECT FROM wish w WHERE w.siren IS NULL OR w.siren = n.siren)
      AND (b.sheet IS NULL OR b.effective_from < n.effective_from
        OR (${strength('n.source')}, n.sheet) > (${strength('b.source')}, b.sheet))
      AND was.whole IS DISTINCT FROM now.whole
      AND NOT coalesce(was.loose = now.loose AND (was.sectionless OR now.sectionless), false)`;
  await tell(tx, { type: 'rate.changed', facts, at, parameters });
}
