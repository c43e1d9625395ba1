import { accepted, refused, type Result } from '../values/result';
import { storable } from '../values/words';
import { parseYesNo } from '../values/yes-no';
import { refusedAnswers, type AnswersRefusal, type FieldFault } from './graph';

/** A profile as it was typed; null where nothing was. */
export interface ProfileAnswer {
  readonly codeRisque: string | null;
  readonly section: string | null;
  readonly office: boolean;
  readonly rate: string | null;
}

export interface AffiliationAnswer {
  readonly matricule: string | null;
  readonly contract: string | null;
  readonly profile: string | null;
}

/** Why a warning does not hold here, in the person's words. */
export interface ReasonAnswer {
  /** The rule that warns, or one of its warnings: see `warnings.ts`. */
  readonly warning: string | null;
  readonly reason: string | null;
}

/** Everything a person may answer to a task, as typed: what it means is for the journey to say. See docs/answers.md. */
export interface Answers {
  /** What the task proposes is right. */
  readonly confirm: boolean;
  /** `single`, `several` or `unknown`; told from the number of profiles when it is left out. */
  readonly case: string | null;
  readonly count: string | null;
  readonly effectiveFrom: string | null;
  readonly profiles: readonly ProfileAnswer[];
  readonly affiliations: readonly AffiliationAnswer[];
  readonly reasons: readonly ReasonAnswer[];
}

export const NO_ANSWERS: Answers = {
  confirm: false,
  case: null,
  count: null,
  effectiveFrom: null,
  profiles: [],
  affiliations: [],
  reasons: [],
};

/** JSON text as a value; what it says is read by `readAnswers`. */
export function parseAnswers(text: string): Result<unknown> {
  try {
    return accepted(JSON.parse(text.replace(/^\uFEFF/, '')) as unknown);
  } catch {
    return refused('REPONSES_ILLISIBLES', 'Réponses : ce n’est pas un document JSON ; voyez docs/answers.md.');
  }
}

/** Reads the shape of the answers; an unknown or misshapen field is refused, as it may be a misspelt one. */
export function readAnswers(json: unknown): Result<Answers, AnswersRefusal> {
  const faults: FieldFault[] = [];
  const answers = readWhole(json, faults);
  return faults.length > 0 || answers === null ? refusedAnswers(faults) : accepted(answers);
}

function readWhole(json: unknown, faults: FieldFault[]): Answers | null {
  const fields = Fields.of(json, '', faults);
  if (fields === null) return null;
  const profiles = fields.list('profiles').flatMap((item, index) => readProfile(item, `profiles[${index}].`, faults));
  const affiliations = fields
    .list('affiliations')
    .flatMap((item, index) => readAffiliation(item, `affiliations[${index}].`, faults));
  const reasons = fields.list('reasons').flatMap((item, index) => readReason(item, `reasons[${index}].`, faults));
  const confirm = fields.flag('confirm');
  const said = fields.text('case');
  const count = fields.text('count');
  const effectiveFrom = fields.text('effectiveFrom');
  fields.refuseOthers();
  const told = profiles.length === 0 ? null : profiles.length === 1 ? 'single' : 'several';
  return { confirm, case: said ?? told, count, effectiveFrom, profiles, affiliations, reasons };
}

function readProfile(json: unknown, path: string, faults: FieldFault[]): ProfileAnswer[] {
  const fields = Fields.of(json, path, faults);
  if (fields === null) return [];
  const [codeRisque, section, rate] = [fields.text('codeRisque'), fields.text('section'), fields.text('rate')];
  const office = fields.flag('office');
  fields.refuseOthers();
  return [{ codeRisque, section, office, rate }];
}

function readAffiliation(json: unknown, path: string, faults: FieldFault[]): AffiliationAnswer[] {
  const fields = Fields.of(json, path, faults);
  if (fields === null) return [];
  const [matricule, contract, profile] = [fields.text('matricule'), fields.text('contract'), fields.text('profile')];
  fields.refuseOthers();
  return [{ matricule, contract, profile }];
}

function readReason(json: unknown, path: string, faults: FieldFault[]): ReasonAnswer[] {
  const fields = Fields.of(json, path, faults);
  if (fields === null) return [];
  const [warning, reason] = [fields.text('warning'), fields.text('reason')];
  fields.refuseOthers();
  return [{ warning, reason }];
}

const textOrNull = (text: string): string | null => (text === '' ? null : text);

/** The fields of one object, each read once. */
class Fields {
  private readonly asked = new Set<string>();

  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
    private readonly faults: FieldFault[],
  ) {}

  static of(json: unknown, path: string, faults: FieldFault[]): Fields | null {
    if (typeof json === 'object' && json !== null && !Array.isArray(json))
      return new Fields(json as Readonly<Record<string, unknown>>, path, faults);
    const field = path === '' ? 'réponses' : path.slice(0, -1);
    faults.push({ field, code: 'OBJET_ATTENDU', message: 'Un objet JSON est attendu ; voyez docs/answers.md.' });
    return null;
  }

  /** A number is taken as it is written: 1.78 is the text `1.78`, never a float. */
  text(name: string): string | null {
    const value = this.take(name);
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'string') return textOrNull(storable(value).trim());
    if (typeof value === 'number') return String(value);
    this.fault(name, 'TEXTE_ATTENDU', 'Un texte entre guillemets est attendu.');
    return null;
  }

  flag(name: string): boolean {
    const value = this.take(name);
    if (value === undefined || value === null) return false;
    if (typeof value === 'boolean') return value;
    const word = typeof value === 'string' ? parseYesNo(value) : null;
    if (word?.ok === true) return word.value === true;
    this.fault(name, 'OUI_NON_ATTENDU', 'true ou false est attendu.');
    return false;
  }

  list(name: string): readonly unknown[] {
    const value = this.take(name);
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value as readonly unknown[];
    this.fault(name, 'LISTE_ATTENDUE', 'Une liste entre crochets est attendue.');
    return [];
  }

  refuseOthers(): void {
    for (const name of Object.keys(this.values)) {
      if (this.asked.has(name)) continue;
      const known = [...this.asked].join(', ');
      this.fault(name.slice(0, 40), 'CHAMP_INCONNU', `Ce champ n'existe pas ; les champs admis sont ${known}.`);
    }
  }

  private take(name: string): unknown {
    this.asked.add(name);
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  private fault(name: string, code: string, message: string): void {
    this.faults.push({ field: `${this.path}${name}`, code, message });
  }
}
