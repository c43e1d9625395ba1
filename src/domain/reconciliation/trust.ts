import type { LineFault, NotifiedLine } from '../feed/feed';
import type { Reference } from '../reference/reference';
import { addYears, type LocalDate } from '../values/local-date';
import { dsnCode } from '../values/risk-code';
import { contradictions, type DatedGroup, type NotifiedDocument } from './document';
import { latestCalculation, type Dossier } from './dossier';
import type { Policy } from './policy';

interface World {
  readonly reference: Reference;
  readonly policy: Policy;
}

/** One reason why a line cannot be trusted; every line of a document is asked every question. */
interface Doubt {
  readonly code: string;
  readonly sentence: (line: NotifiedLine, world: World) => string | null;
}

/** Line by line, whatever is on file: the code, the office form and the date. */
const LINE_DOUBTS: readonly Doubt[] = [
  { code: 'CODE_HORS_RAT', sentence: codeOutsideTheTable },
  { code: 'DATE_HORS_LIMITES', sentence: dateTooFarAhead },
];

/** Lines of a document that cannot be trusted; one is enough to quarantine the establishment in it (design rule 5). */
export function untrustworthyLines(document: NotifiedDocument, world: World): LineFault[] {
  const faults: LineFault[] = [...document.faults];
  for (const line of document.lines) {
    for (const doubt of LINE_DOUBTS) {
      const message = doubt.sentence(line, world);
      if (message !== null) faults.push(faultOf(line, doubt.code, message));
    }
  }
  faults.push(...contradictions(document.lines));
  return faults;
}

/** Groups calculated before what is already known for the same date of effect (design rule 20). */
export function outdatedLines(
  groups: readonly DatedGroup[],
  document: NotifiedDocument,
  dossier: Dossier,
): LineFault[] {
  return groups.flatMap((group) => {
    const known = latestCalculation(dossier, group.effectiveFrom);
    if (known === null || group.calculatedAt === null || group.calculatedAt >= known) return [];
    return document.lines
      .filter((line) => line.effectiveFrom === group.effectiveFrom)
      .map((line) =>
        faultOf(
          line,
          'DATE_CALCUL_ANTERIEURE',
          `Taux calculé le ${group.calculatedAt?.slice(0, 10) ?? ''} pour le ${group.effectiveFrom} : un calcul plus récent (${known.slice(0, 10)}) est déjà connu ; ce document est écarté.`,
        ),
      );
  });
}

/** All lines of an establishment that no DSN or company file has named yet; they wait until one does (design rule 19). */
export const unknownEstablishment = (document: NotifiedDocument): LineFault[] =>
  document.lines.map((line) =>
    faultOf(
      line,
      'ETABLISSEMENT_INCONNU',
      `Le SIRET ${line.siret} n'est pas connu : importez sa DSN ou sa fiche ; la ligne est gardée et sera reprise.`,
    ),
  );

function faultOf(line: NotifiedLine, code: string, message: string): LineFault {
  return { line: line.line, siret: line.siret, siretAsWritten: line.siret, code, message };
}

function codeOutsideTheTable(line: NotifiedLine, { reference }: World): string | null {
  const standing = reference.codeStanding(line.code, line.office, line.effectiveFrom);
  if (standing === 'known') return null;
  const named = `Code risque ${dsnCode(line.code, line.office)} au ${line.effectiveFrom}`;
  switch (standing) {
    case 'unknown':
      return `${named} : absent de la table RAT (P26V01) ; vérifiez le code auprès de la caisse.`;
    case 'not-yet':
      return `${named} : pas encore ouvert à cette date dans la table RAT (P26V01).`;
    case 'closed':
      return `${named} : fermé à cette date dans la table RAT (P26V01).`;
    case 'no-office-form':
      return `${named} : ce code n'a pas de forme « fonctions supports » (suffixe B) à cette date.`;
  }
}

function dateTooFarAhead(line: NotifiedLine, { policy }: World): string | null {
  if (line.calculatedAt === null) return null;
  const limit = addYears(line.calculatedAt.slice(0, 10) as LocalDate, policy.furthestYearsAhead);
  if (line.effectiveFrom <= limit) return null;
  return `Date d'effet ${line.effectiveFrom} : plus de ${policy.furthestYearsAhead} ans après le calcul du taux ; vérifiez l'année.`;
}
