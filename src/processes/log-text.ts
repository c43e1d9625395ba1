interface Line {
  readonly msg?: string;
  readonly context?: string;
  readonly method?: string;
  readonly route?: string;
  readonly status?: number;
  readonly duration?: number;
  readonly err?: { readonly stack?: string };
}

/** One line of the log as its sentence, for who reads it at a terminal. */
export function textOf(json: string): string {
  const { msg = '', context, err, route, method, status, duration } = JSON.parse(json) as Line;
  const about = context === undefined ? '' : `${context} : `;
  const asked = msg === REQUEST ? ` ${[method, route, status].join(' ')} (${duration ?? 0} ms)` : '';
  const stack = err?.stack === undefined ? '' : `\n${err.stack}`;
  return `${about}${msg}${asked}${stack}\n`;
}

/** What the line of a request is called. */
export const REQUEST = 'requête';
