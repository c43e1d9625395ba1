import type { Refusal } from '#domain/values/result';
import { parseSiret } from '#domain/values/siret';
import type { FeedSink } from './feed';
import { FeedLines } from './feed-lines';
import { Crm34Rate } from './crm34-rate';
import { SafeXml, type XmlSink, type XmlTag } from './safe-xml';

const NAMESPACE = 'http://www.gip-mds.fr/';
/** The type of return (« CRM ») that carries AT/MP rates. */
const RATES = '34';

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
  private rate: Crm34Rate | null = null;
  private field: 'siren' | 'nic' | null = null;

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
    if (this.rate === null) this.openOutside(tag, depth);
    else this.rate.open(tag, depth);
    this.path.push(tag.name);
  }

  close(name: string, text: string, depth: number): void {
    this.path.pop();
    if (this.rate !== null) this.closeInRate(this.rate, name, text, depth);
    else if (this.field !== null) this[this.field] = text.trim();
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
        if (parent === 'communication') this.enterCollective(tag.attributes.type ?? '');
        return;
      case 'calcul':
        if (parent === 'information_collective') this.calculatedAt = tag.attributes.date_calcul ?? '';
        return;
      case 'information':
        if (parent === 'calcul' && this.collective === 'atmp') this.begin('current', depth);
        return;
      case 'taux_AT':
        if (parent === 'declaration_bilan') this.begin('older', depth);
    }
  }

  /** `rapport` in the gip-mds namespace, under any prefix. */
  private openRoot(tag: XmlTag): void {
    const [prefix, local] = tag.name.includes(':') ? tag.name.split(':', 2) : ['', tag.name];
    const namespace = tag.attributes[prefix === '' ? 'xmlns' : `xmlns:${prefix ?? ''}`];
    this.recognised = local === 'rapport' && namespace === NAMESPACE;
    this.type = (tag.attributes.type ?? '').trim();
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

  private begin(layout: 'older' | 'current', depth: number): void {
    if (this.type !== RATES) return;
    const calculatedAt = layout === 'older' ? '' : this.calculatedAt;
    this.rate = new Crm34Rate(layout, depth, this.xml.line(), this.siren + this.nic, calculatedAt);
  }

  private closeInRate(rate: Crm34Rate, name: string, text: string, depth: number): void {
    if (depth !== rate.depth) {
      rate.close(name, text);
      return;
    }
    this.rate = null;
    this.declarationGaveLine = true;
    this.lines.read(rate.written, rate.flaw);
  }
}

const shown = (text: string): string => text.slice(0, 20);
