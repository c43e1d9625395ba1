import type { Refusal, Result } from '../values/result';
import { SafeXml, type XmlSink } from './safe-xml';

/** What a portal has of one deposit of a DSN, as its lists name it. */
export interface Flow {
  readonly id: string;
  readonly returns: readonly FlowReturn[];
}

export interface FlowReturn {
  readonly id: string;
  /** The number of the CRM: 34 for the rates. */
  readonly nature: string;
  /** As written, `YYYYMMDDHHMMSS`: sorts as time goes. Empty when it is not told. */
  readonly publishedAt: string;
}

/** Ids become part of an address. */
const ID = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Reads a list of deposits or of their returns: elements `flux` with an `id` and, in the second, elements `retour` with
 * `id`, `nature` and `publication`. A return without an id, which cannot be asked for, is left out.
 */
export function readFlowList(name: string, bytes: Uint8Array): Result<readonly Flow[]> {
  const list = new FlowList();
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  const xml = new SafeXml(name, head, list);
  xml.push(bytes);
  xml.end();
  const refusal = xml.refusal ?? list.refusalOf(name);
  return refusal === null ? { ok: true, value: list.flows } : { ok: false, refusal };
}

class FlowList implements XmlSink {
  readonly flows: { id: string; returns: FlowReturn[] }[] = [];
  private root = '';
  private flow: { id: string; returns: FlowReturn[] } | null = null;
  private inReturn: Map<string, string> | null = null;

  open({ name }: { readonly name: string }, depth: number): void {
    if (depth === 1) this.root = name;
    if (name === 'flux') this.flow = { id: '', returns: [] };
    else if (name === 'retour' && this.flow !== null) this.inReturn = new Map();
  }

  close(name: string, text: string): void {
    if (name === 'flux') this.endFlow();
    else if (name === 'retour') this.endReturn();
    else if (this.inReturn !== null) this.inReturn.set(name, text.trim());
    else if (name === 'id' && this.flow !== null) this.flow.id = text.trim();
  }

  refusalOf(name: string): Refusal | null {
    if (this.flows.length > 0 || this.root === 'retours' || this.root === 'depots') return null;
    return { code: 'LISTE_INCONNUE', message: `« ${name} » n’est pas une liste de dépôts ni de retours.` };
  }

  private endFlow(): void {
    if (this.flow !== null && ID.test(this.flow.id)) this.flows.push(this.flow);
    this.flow = null;
  }

  private endReturn(): void {
    const id = this.inReturn?.get('id') ?? '';
    if (ID.test(id))
      this.flow?.returns.push({
        id,
        nature: this.inReturn?.get('nature') ?? '',
        publishedAt: this.inReturn?.get('publication') ?? '',
      });
    this.inReturn = null;
  }
}
