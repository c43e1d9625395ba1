import type { Refusal } from '#domain/values/result';
import type { WrittenLine } from './feed-lines';
import type { XmlTag } from './safe-xml';

type Field = Exclude<keyof WrittenLine, 'line' | 'siret'>;
type FieldsOf = ReadonlyMap<string, Field>;

/** Older layout: `declaration_bilan/taux_AT`, one element per field. */
const OLDER: FieldsOf = new Map([
  ['code_ctn', 'ctn'],
  ['section', 'section'],
  ['code_risque', 'code'],
  ['temoin_bureau', 'office'],
  ['taux', 'rate'],
  ['date_effet', 'effectiveFrom'],
  ['date_calcul', 'calculatedAt'],
]);
/** Current layout: `information`, whose blocks hold `rubrique_*` elements known by their attribute `name`. */
const CURRENT: ReadonlyMap<string, FieldsOf> = new Map<string, FieldsOf>([
  [
    'donnees_clefs',
    new Map<string, Field>([
      ['section', 'section'],
      ['dateDebutEffet', 'effectiveFrom'],
    ]),
  ],
  [
    'donnees_declaration',
    new Map<string, Field>([
      ['codeCtn', 'ctn'],
      ['codeRisque', 'code'],
      ['temoinBureau', 'office'],
    ]),
  ],
  ['donnees_paie', new Map<string, Field>([['taux', 'rate']])],
]);

const NO_FIELD: FieldsOf = new Map();

/** One rate of a CRM 34 while its elements are read, in either layout. */
export class Crm34Rate {
  flaw: Refusal | null = null;
  readonly written: { -readonly [field in keyof WrittenLine]: WrittenLine[field] };
  private block = NO_FIELD;
  private field: Field | null = null;

  /** `depth`: that of the element `taux_AT` (older) or `information` (current). */
  constructor(
    private readonly layout: 'older' | 'current',
    readonly depth: number,
    line: number,
    siret: string,
    calculatedAt: string,
  ) {
    const [code, office, section, rate, effectiveFrom, ctn] = ['', '', '', '', '', ''];
    this.written = { line, siret, code, office, section, rate, effectiveFrom, calculatedAt, ctn };
  }

  open(tag: XmlTag, depth: number): void {
    const below = depth - this.depth;
    if (this.layout === 'current') this.field = this.currentField(tag, below);
    else this.field = below === 1 ? (OLDER.get(tag.name) ?? null) : null;
  }

  close(name: string, text: string): void {
    if (this.field === null) return;
    const before = this.written[this.field];
    if (before !== '' && before !== text) this.flaw ??= repeatedField(name);
    this.written[this.field] = text;
    this.field = null;
  }

  private currentField(tag: XmlTag, below: number): Field | null {
    switch (below) {
      case 1:
        this.block = CURRENT.get(tag.name) ?? NO_FIELD;
        return null;
      case 2:
        return tag.name === 'taux' && tag.attributes.part === 'patronale' ? (this.block.get('taux') ?? null) : null;
      case 3:
        return tag.name.startsWith('rubrique_') ? (this.block.get(tag.attributes.name ?? '') ?? null) : null;
      default:
        return null;
    }
  }
}

function repeatedField(name: string): Refusal {
  return {
    code: 'CHAMP_EN_DOUBLE',
    message: `L'élément « ${name} » figure deux fois avec des valeurs différentes pour un même taux : demandez un retour corrigé.`,
  };
}
