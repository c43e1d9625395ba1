import { parseMoment, parseWrittenDate, type LocalDate } from '#domain/values/local-date';
import { parseRate } from '#domain/values/rate';
import { accepted, refused, type Refusal, type Result } from '#domain/values/result';
import { parseRiskCode, type CodeAndOffice } from '#domain/values/risk-code';
import { parseSiret, type Siret } from '#domain/values/siret';
import type { FeedSink } from './feed';

/** One line as its document writes it, whatever the format; what is absent is an empty text. */
export interface WrittenLine {
  readonly line: number;
  readonly siret: string;
  readonly code: string;
  readonly office: string;
  readonly section: string;
  readonly rate: string;
  readonly effectiveFrom: string;
  readonly calculatedAt: string;
  readonly ctn: string;
}

type Office = 'YES' | 'NO' | 'UNSAID';

/** No real file seen so far shows a témoin bureau set: these values are accepted, case-blind, and all else is a fault. */
const OFFICE: ReadonlyMap<string, Office> = new Map([
  ['O', 'YES'],
  ['1', 'YES'],
  ['TRUE', 'YES'],
  ['N', 'NO'],
  ['0', 'NO'],
  ['FALSE', 'NO'],
  ['', 'UNSAID'],
]);
/** A national file holds some thousands of distinct rates, codes and dates: each is parsed once. */
const REMEMBERED = 10_000;
const LABEL = /^[\p{L}\p{N} ./_-]{1,10}$/u;

/**
 * Turns written lines into notified ones or faults, by the rules of the values: the same judge for every format.
 * A line is judged field by field and its first fault is the one reported.
 */
export class FeedLines {
  /** Notified + faulty lines so far. */
  count = 0;

  private readonly codeOf = remembering(codeAndOffice);
  private readonly officeOf = remembering(officeWitness);
  private readonly sectionOf = remembering(sectionLabel);
  private readonly rateOf = remembering((text: string) => filled(text, 'TAUX_MANQUANT', 'Le taux', parseRate));
  private readonly effectiveDateOf = remembering((text: string) =>
    filled(text, 'DATE_EFFET_MANQUANTE', "La date d'effet", effectiveDate),
  );
  private readonly calculatedAtOf = remembering(calculationMoment);
  private readonly ctnOf = remembering(ctnLabel);

  constructor(private readonly sink: FeedSink) {}

  /** `flaw`: what the format's reader already found wrong with the line, if anything. */
  read(written: WrittenLine, flaw: Refusal | null = null): void {
    const siret = parseSiret(written.siret);
    if (isBlank(written.code) && isBlank(written.rate)) {
      this.sink.ignored(siret.ok ? siret.value : null, written.line, 'Ligne sans code risque ni taux.');
      return;
    }
    this.count++;
    if (!siret.ok) {
      this.fault(written, null, siret.refusal);
      return;
    }
    const refusal = flaw ?? this.readFields(written, siret.value);
    if (refusal !== null) this.fault(written, siret.value, refusal);
  }

  /** A line that could not even be cut into fields. */
  unreadable(line: number, refusal: Refusal): void {
    this.count++;
    this.sink.fault({ line, siret: null, siretAsWritten: null, ...refusal });
  }

  private readFields(written: WrittenLine, siret: Siret): Refusal | null {
    const code = this.codeOf(written.code);
    if (!code.ok) return code.refusal;
    const office = this.officeOf(written.office);
    if (!office.ok) return office.refusal;
    if (code.value.office && office.value === 'NO') return contradiction(written);
    const section = this.sectionOf(written.section);
    if (!section.ok) return section.refusal;
    const rate = this.rateOf(written.rate);
    if (!rate.ok) return rate.refusal;
    const effectiveFrom = this.effectiveDateOf(written.effectiveFrom);
    if (!effectiveFrom.ok) return effectiveFrom.refusal;
    const calculatedAt = this.calculatedAtOf(written.calculatedAt);
    if (!calculatedAt.ok) return calculatedAt.refusal;
    this.sink.notified({
      line: written.line,
      siret,
      code: code.value.code,
      office: code.value.office || office.value === 'YES',
      section: section.value,
      rate: rate.value,
      effectiveFrom: effectiveFrom.value,
      calculatedAt: calculatedAt.value,
      ctn: this.ctnOf(written.ctn),
    });
    return null;
  }

  private fault(written: WrittenLine, siret: Siret | null, refusal: Refusal): void {
    const siretAsWritten = siret === null ? written.siret.trim().slice(0, 20) : null;
    this.sink.fault({ line: written.line, siret, siretAsWritten, code: refusal.code, message: refusal.message });
  }
}

function codeAndOffice(text: string): Result<CodeAndOffice> {
  return filled(text, 'CODE_MANQUANT', 'Le code risque', parseRiskCode);
}

function officeWitness(text: string): Result<Office> {
  const office = OFFICE.get(text.trim().toUpperCase());
  if (office !== undefined) return accepted(office);
  return refused(
    'TEMOIN_INCONNU',
    `Le témoin bureau « ${shown(text)} » est inconnu : écrivez O ou N, 1 ou 0, true ou false, ou laissez-le vide.`,
  );
}

function contradiction(written: WrittenLine): Refusal {
  return {
    code: 'CODE_BUREAU_CONTRADICTOIRE',
    message: `Le code risque « ${shown(written.code)} » porte le B des fonctions supports mais le témoin bureau dit « ${shown(written.office)} » : corrigez l'un des deux.`,
  };
}

function sectionLabel(text: string): Result<string | null> {
  const section = text.trim();
  if (section === '') return accepted(null);
  if (LABEL.test(section)) return accepted(section);
  return refused(
    'SECTION_ILLISIBLE',
    `La section « ${shown(section)} » est illisible : écrivez dix lettres ou chiffres au plus, par exemple 01.`,
  );
}

/** Informative, so what cannot be read is left out rather than refused. */
function ctnLabel(text: string): string | null {
  const ctn = text.trim();
  return LABEL.test(ctn) ? ctn : null;
}

function effectiveDate(text: string): Result<LocalDate> {
  return named("Date d'effet", parseWrittenDate(text));
}

function calculationMoment(text: string) {
  return isBlank(text) ? accepted(null) : named('Date de calcul', parseMoment(text));
}

/** Dates alone have two fields: their sentence must say which. */
function named<T>(field: string, result: Result<T>): Result<T> {
  if (result.ok) return result;
  const { code, message } = result.refusal;
  return refused(code, `${field} : ${message.charAt(0).toLowerCase()}${message.slice(1)}`);
}

function filled<T>(text: string, code: string, field: string, parse: (text: string) => Result<T>): Result<T> {
  if (!isBlank(text)) return parse(text);
  return refused(code, `${field} est vide : complétez la ligne ou retirez-la.`);
}

const isBlank = (text: string): boolean => text === '' || text.trim() === '';

/** Control characters would break a terminal or a page. */
const shown = (text: string): string =>
  text
    .trim()
    .slice(0, 20)
    .replace(/\p{Cc}/gu, '\ufffd');

/** Asks `parse` once per distinct text; forgets all when full, so that a hostile file cannot fill the memory. */
function remembering<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const result = parse(text);
    known.set(detached(text), result);
    return result;
  };
}

/** A copy: V8 cuts texts of 13 characters and more as windows that would keep their whole chunk of file alive. */
const detached = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString());
