import { createContext } from 'preact';
import type { Viewer } from '#application/access/viewer';

/** What every component may need to know of the request; given once by the layout, so that no page passes it on. */
export interface RequestContext {
  readonly viewer: Viewer | null;
  /** Goes with every form (hidden field `_csrf`, or the query `_csrf` where the body is multipart). */
  readonly csrf: string;
  /** Address asked for, query included. */
  readonly url: string;
}

export const Request = createContext<RequestContext>({ viewer: null, csrf: '', url: '/' });
