import type { Refusal } from '#domain/values/result';
import { parseSiret } from '#domain/values/siret';
import type { FeedSink } from './feed';
import { FeedLines, type WrittenLine } from './feed-lines';
import { SafeXml } from './safe-xml';
import type { XmlSink } from './xml-scanner';
import type { XmlTag } from './xml-syntax';

const NAMESPACE = 'http://www.gip-mds.fr/';
/** The type of return (« CRM ») that carries AT/MP rates. */
const RATES = '34';

type Draft = { -readonly [field in keyof WrittenLine]: WrittenLine[field] };
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

/**
 * Reads a CRM 34 in both layouts: gip-mds `rapport` of type 34, of which the older has no `communication`. A
 * `communication` belongs to the `declaration` before it. Only `information_collective` of type atmp counts: the
 * bonus-malus (bmcc) has the same frame, rate included.
 */
export class Crm34Feed implements XmlSink {
  readonly lines: FeedLines;
  /** Whether the root is that of a return, of whatever type. */
  recognised = false;

  private readonly xml: SafeXml;
  private readonly path: string[] = [];
  private type = '';
  private siren = '';
  private nic = '';
  private declarations = 0;
  private declarationLine = 1;
  private declarationGaveLine = false;
  private otherCollective = '';
  private collective = '';
  private calculatedAt = '';
  private draft: Draft | null = null;
  private draftDepth = 0;
  private older = false;
  private block: FieldsOf = NO_FIELD;
  private field: Field | 'siren' | 'nic' | null = null;
  private repeated: string | null = null;

  constructor(
    name: string,
    head: string,
    private readonly sink: FeedSink,
  ) {
    this.lines = new FeedLines(sink);
    this.xml = new SafeXml(name, head, this);
  }

  push(bytes: Uint8Array): void {
    this.xml.push(bytes);
  }

  end(): Refusal | null {
    this.xml.end();
    if (this.xml.refusal !== null) return this.xml.refusal;
    this.leaveDeclaration();
    if (this.declarations === 0 && this.lines.count === 0) this.sink.ignored(null, 1, this.whyNoRate());
    return null;
  }

  open(tag: XmlTag, depth: number): void {
    this.field = null;
    if (this.draft === null) this.openOutside(tag, depth);
    else this.field = this.older ? this.olderField(tag, depth) : this.currentField(tag, depth);
    this.path.push(tag.name);
  }

  close(name: string, text: string, depth: number): void {
    this.path.pop();
    if (this.draft !== null && depth === this.draftDepth) this.finish(this.draft);
    else if (this.field !== null) this.keep(this.field, name, text);
    this.field = null;
  }

  private openOutside(tag: XmlTag, depth: number): void {
    if (depth === 1) this.openRoot(tag);
    if (!this.recognised) return;
    const parent = this.path[depth - 2];
    switch (tag.name) {
      case 'declaration':
        if (depth === 2) this.enterDeclaration();
        return;
      case 'SIREN':
      case 'nic_affectation':
        if (parent === 'declaration_identification') this.field = tag.name === 'SIREN' ? 'siren' : 'nic';
        return;
      case 'information_collective':
        if (parent === 'communication') this.enterCollective(tag.attributes.get('type') ?? '');
        return;
      case 'calcul':
        if (parent === 'information_collective') this.calculatedAt = tag.attributes.get('date_calcul') ?? '';
        return;
      case 'information':
        if (parent === 'calcul' && this.collective === 'atmp') this.begin(depth, false);
        return;
      case 'taux_AT':
        if (parent === 'declaration_bilan') this.begin(depth, true);
    }
  }

  /** `rapport` in the gip-mds namespace, under any prefix. */
  private openRoot(tag: XmlTag): void {
    const [prefix, local] = tag.name.includes(':') ? tag.name.split(':', 2) : ['', tag.name];
    const namespace = tag.attributes.get(prefix === '' ? 'xmlns' : `xmlns:${prefix ?? ''}`);
    this.recognised = local === 'rapport' && namespace === NAMESPACE;
    this.type = (tag.attributes.get('type') ?? '').trim();
    if (this.recognised) return;
    this.xml.refuse(
      'RACINE_INCONNUE',
      `a pour racine « ${tag.name.slice(0, 40)} », alors qu'un retour CRM 34 commence par « rapport » (${NAMESPACE}) : vérifiez que c'est le bon fichier`,
    );
  }

  private enterDeclaration(): void {
    this.leaveDeclaration();
    this.declarations++;
    this.declarationLine = this.xml.line();
    this.declarationGaveLine = false;
    this.otherCollective = '';
    this.siren = '';
    this.nic = '';
  }

  private leaveDeclaration(): void {
    if (this.declarations === 0 || this.declarationGaveLine) return;
    const siret = parseSiret(this.siren + this.nic);
    this.sink.ignored(siret.ok ? siret.value : null, this.declarationLine, this.whyNoRate());
  }

  private whyNoRate(): string {
    if (this.type !== RATES) return `Retour de type « ${shown(this.type)} » : seul le type 34 porte des taux AT/MP.`;
    if (this.otherCollective === '') return 'Retour sans taux AT/MP.';
    return `Communication « ${shown(this.otherCollective)} » : ce ne sont pas des taux AT/MP.`;
  }

  private enterCollective(type: string): void {
    this.collective = type;
    if (type !== 'atmp') this.otherCollective = type === '' ? 'sans type' : type;
  }

  private begin(depth: number, older: boolean): void {
    if (this.type !== RATES) return;
    this.older = older;
    this.draftDepth = depth;
    this.block = NO_FIELD;
    this.repeated = null;
    this.draft = {
      line: this.xml.line(),
      siret: this.siren + this.nic,
      code: '',
      office: '',
      section: '',
      rate: '',
      effectiveFrom: '',
      calculatedAt: older ? '' : this.calculatedAt,
      ctn: '',
    };
  }

  private olderField(tag: XmlTag, depth: number): Field | null {
    return depth === this.draftDepth + 1 ? (OLDER.get(tag.name) ?? null) : null;
  }

  private currentField(tag: XmlTag, depth: number): Field | null {
    switch (depth - this.draftDepth) {
      case 1:
        this.block = CURRENT.get(tag.name) ?? NO_FIELD;
        return null;
      case 2:
        return tag.name === 'taux' && tag.attributes.get('part') === 'patronale'
          ? (this.block.get('taux') ?? null)
          : null;
      case 3:
        return tag.name.startsWith('rubrique_') ? (this.block.get(tag.attributes.get('name') ?? '') ?? null) : null;
      default:
        return null;
    }
  }

  private keep(field: Field | 'siren' | 'nic', name: string, text: string): void {
    if (field === 'siren') this.siren = text.trim();
    else if (field === 'nic') this.nic = text.trim();
    else if (this.draft !== null) {
      if (this.draft[field] !== '' && this.draft[field] !== text) this.repeated ??= name;
      this.draft[field] = text;
    }
  }

  private finish(draft: Draft): void {
    this.draft = null;
    this.declarationGaveLine = true;
    this.lines.read(draft, this.repeated === null ? null : repeatedField(this.repeated));
  }
}

const shown = (text: string): string => text.slice(0, 20);

function repeatedField(name: string): Refusal {
  return {
    code: 'CHAMP_EN_DOUBLE',
    message: `L'élément « ${name} » figure deux fois avec des valeurs différentes pour un même taux : demandez un retour corrigé.`,
  };
}
