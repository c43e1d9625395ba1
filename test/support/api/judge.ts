import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { DOCUMENT, type Placed } from './openapi';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const ID = 'https://api.test/openapi.json';
const PROBLEM = 'application/problem+json';
const NDJSON = 'application/x-ndjson';
/** An address that does not exist, a method that it has not, or an operation that was asked without what it needs. */
const STRAY: readonly number[] = [204, 400, 401, 403, 404, 405, 406, 415, 422, 429];

/** Says what is wrong with an answer, from the document; null when it is as the document says. */
export class Judge {
  private readonly ajv = new Ajv2020({ strict: false });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor() {
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: ID, ...DOCUMENT });
  }

  faultOf(placed: Placed | null, method: string, { status, type, body }: Answer): string | null {
    if (status >= 500) return `${String(status)} ${body.slice(0, 300)}`;
    if (placed === null) return this.strayFault(method, { status, type, body });
    const response = placed.operation.responses[String(status)];
    if (response === undefined) return `${String(status)} is not documented: ${body.slice(0, 300)}`;
    const documented = Object.keys(response.content ?? {});
    if (documented.length === 0) return body === '' ? null : `${String(status)} has a body that is not documented`;
    const media = type.split(';')[0]?.trim() ?? '';
    if (!documented.includes(media)) return `${String(status)} is ${type}, not ${documented.join(' or ')}`;
    if (media === NDJSON) return this.linesFault(body);
    const where = ['paths', placed.path, placed.method, 'responses', String(status), 'content', media, 'schema'];
    return this.fault(`#/${where.map(escaped).join('/')}`, body);
  }

  /** A request that is meant for no operation may still meet one: a HEAD for its GET, or an address that was read otherwise. */
  private strayFault(method: string, { status, type, body }: Answer): string | null {
    if (status < 300) return null;
    if (!STRAY.includes(status)) return `${String(status)} for a stray request`;
    if (method === 'HEAD' || status === 204) return null;
    if (!type.startsWith(PROBLEM)) return `${String(status)} is ${type}`;
    return this.fault('#/components/schemas/ProblemDto', body);
  }

  private linesFault(body: string): string | null {
    const lines = body.split('\n');
    if (lines.pop() !== '') return 'the last line has no end';
    const last = JSON.parse(lines.pop() ?? 'null') as { readonly establishments?: number } | null;
    if (last?.establishments !== lines.length)
      return `the last line counts ${JSON.stringify(last)} of ${String(lines.length)}`;
    for (const line of lines) {
      const fault = this.fault('#/components/schemas/PayrollDto', line);
      if (fault !== null) return fault;
    }
    return null;
  }

  private fault(pointer: string, body: string): string | null {
    let read: unknown;
    try {
      read = JSON.parse(body);
    } catch {
      return `no JSON: ${body.slice(0, 100)}`;
    }
    const validate = this.validator(pointer);
    if (validate(read)) return null;
    return `${this.ajv.errorsText(validate.errors)} in ${body.slice(0, 300)}`;
  }

  private validator(pointer: string): ValidateFunction {
    const known = this.compiled.get(pointer) ?? this.ajv.compile({ $ref: `${ID}${pointer}` });
    this.compiled.set(pointer, known);
    return known;
  }
}

const escaped = (part: string): string => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
