import { renderToString } from 'preact-render-to-string';
import { Layout } from '../ui/layout';
import type { Page } from './page';
import { Request, type RequestContext } from './request-context';
import { unbroken } from './typography';

/** A whole document: the page in the layout, for one request. */
export function documentOf(page: Page, request: RequestContext, notice?: string): string {
  const html = renderToString(
    <Request.Provider value={request}>
      <Layout page={page} notice={notice} />
    </Request.Provider>,
  );
  return `<!doctype html>\n${unbroken(html)}\n`;
}
