import type { LineFault, NotifiedLine } from '../feed/feed';
import type { Reference } from '../reference/reference';
import { addYears, frenchDate, type LocalDate, type LocalMoment } from '../values/local-date';
import { AWAITING_NOTICE, dsnCode, isAgricultural } from '../values/risk-code';
import { contradictions, type DatedGroup, type NotifiedDocument } from './document';
import { latestCalculation, type Dossier } from './dossier';
import type { Policy } from './policy';

interface Rulebook {
  readonly reference: Reference;
  readonly policy: Policy;
}

/** One reason why a line cannot be trusted; every line of a document is asked every question. */
interface Doubt {
  readonly code: string;
  readonly sentence: (line: NotifiedLine, rulebook: Rulebook) => string | null;
}

/** Line by line, whatever is on file: the code, the office form and the date. */
const LINE_DOUBTS: readonly Doubt[] = [
  { code: 'CODE_NON_NOTIFIABLE', sentence: codeNobodyNotifies },
  { code: 'CODE_HORS_RAT', sentence: codeOutsideTheTable },
  { code: 'DATE_HORS_LIMITES', sentence: dateTooFarAhead },
];

/**
 * Words of ours for a refused line, gravest first; those of reading stand between the first and the second.
 * An unknown establishment comes before all, because its lines are kept until somebody names it (rule 19).
 */
export const DOUBTS: readonly string[] = [
  'ETABLISSEMENT_INCONNU',
  ...LINE_DOUBTS.map(({ code }) => code),
  'TAUX_CONTRADICTOIRES',
  'DATE_CALCUL_ANTERIEURE',
];

/** Everything that forbids trusting a document; one doubt is enough to quarantine the establishment in it (rule 5). The gravest comes first, whatever the order of the lines. */
export function doubtsAbout(
  document: NotifiedDocument,
  groups: readonly DatedGroup[],
  dossier: Dossier | null,
  rulebook: Rulebook,
): readonly LineFault[] {
  const doubts: LineFault[] = [...document.faults];
  for (const line of document.lines) {
    if (dossier === null) doubts.push(unknownEstablishment(line));
    for (const { code, sentence } of LINE_DOUBTS) {
      const message = sentence(line, rulebook);
      if (message !== null) doubts.push(faultOf(line, code, message));
    }
  }
  doubts.push(...contradictions(document.lines));
  if (dossier !== null) {
    for (const group of groups) doubts.push(...outdatedLines(group, document, dossier));
  }
  return doubts.length < 2 ? doubts : doubts.sort(byGravity);
}

function byGravity(a: LineFault, b: LineFault): number {
  if (a.code === b.code) return a.line - b.line;
  return gravity(a) - gravity(b) || (a.code < b.code ? -1 : 1);
}

function gravity({ code }: LineFault): number {
  const place = DOUBTS.indexOf(code);
  return place < 0 ? 0.5 : place;
}

/** Lines of a date calculated before what is already known for the same date of effect (rule 20). */
function outdatedLines(group: DatedGroup, document: NotifiedDocument, dossier: Dossier): readonly LineFault[] {
  const { effectiveFrom, calculatedAt } = group;
  const known = calculatedAt === null ? null : latestCalculation(dossier, effectiveFrom);
  if (calculatedAt === null || known === null || calculatedAt >= known) return NO_FAULTS;
  const message = `Taux calculé le ${momentText(calculatedAt)} pour le ${frenchDate(effectiveFrom)} : un calcul du ${momentText(known)} est déjà connu ; ce document est écarté, gardez le plus récent.`;
  return document.lines
    .filter((line) => line.effectiveFrom === effectiveFrom)
    .map((line) => faultOf(line, 'DATE_CALCUL_ANTERIEURE', message));
}

const NO_FAULTS: readonly LineFault[] = [];

/** No DSN or company file has named it yet. */
const unknownEstablishment = (line: NotifiedLine): LineFault =>
  faultOf(
    line,
    'ETABLISSEMENT_INCONNU',
    `Le SIRET ${line.siret} n'est pas connu : importez sa DSN ou sa fiche ; la ligne est gardée et sera reprise.`,
  );

function faultOf(line: NotifiedLine, code: string, message: string): LineFault {
  return { line: line.line, siret: line.siret, siretAsWritten: line.siret, code, message };
}

const named = (line: NotifiedLine): string =>
  `Code risque ${dsnCode(line.code, line.office)} au ${frenchDate(line.effectiveFrom)}`;

/** 999ZZ bears no rate (SIG-11) and the MSA's rates do not come from a Carsat: such a line was written by mistake. */
function codeNobodyNotifies(line: NotifiedLine): string | null {
  if (line.code === AWAITING_NOTICE)
    return `${named(line)} : il désigne un établissement en attente de son premier taux et n'en porte aucun ; demandez le code définitif à la caisse.`;
  if (isAgricultural(line.code))
    return `${named(line)} : un code du régime agricole n'est jamais notifié par une Carsat ; consultez la MSA.`;
  return null;
}

function codeOutsideTheTable(line: NotifiedLine, { reference }: Rulebook): string | null {
  const standing = reference.codeStanding(line.code, line.office, line.effectiveFrom);
  switch (standing) {
    case 'known':
      return null;
    case 'unknown':
      return `${named(line)} : absent de la table RAT (P26V01) ; vérifiez le code auprès de la caisse.`;
    case 'not-yet':
      return `${named(line)} : pas encore ouvert à cette date dans la table RAT (P26V01) ; vérifiez le code et la date d'effet.`;
    case 'closed':
      return `${named(line)} : fermé à cette date dans la table RAT (P26V01) ; demandez à la caisse le code qui le remplace.`;
    case 'no-office-form':
      return `${named(line)} : ce code n'a pas de forme « fonctions supports » (suffixe B) ; vérifiez le témoin bureau auprès de la caisse.`;
  }
}

/** A date years ahead of its calculation is a slip of the year; without calculation the newest table known is the mark. */
function dateTooFarAhead(line: NotifiedLine, { policy, reference }: Rulebook): string | null {
  const calculated = line.calculatedAt?.slice(0, 10) as LocalDate | undefined;
  const mark = calculated ?? reference.campaigns().at(-1)?.effectiveFrom;
  if (mark === undefined || yearOf(line.effectiveFrom) - yearOf(mark) < policy.furthestYearsAhead) return null;
  if (line.effectiveFrom <= addYears(mark, policy.furthestYearsAhead)) return null;
  const after = calculated === undefined ? 'le dernier barème connu' : 'le calcul du taux';
  return `Date d'effet ${frenchDate(line.effectiveFrom)} : plus de ${policy.furthestYearsAhead} ans après ${after} (${frenchDate(mark)}) ; vérifiez l'année.`;
}

const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** `15 décembre 2025 à 09:30`: two calculations of one day are told apart by their hour. */
const momentText = (moment: LocalMoment): string =>
  `${frenchDate(moment.slice(0, 10) as LocalDate)} à ${moment.slice(11, 16)}`;
