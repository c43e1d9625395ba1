const OURS = 'http://ours.invalid';

/** Two slashes at the start would name another host. */
const isInside = (path: string): boolean => /^\/(?![/\\])/.test(path);

/** The path and query of an address, if it is one of ours when taken as such; else the first page. Never leads elsewhere. */
export function placeInside(address: unknown): string {
  if (typeof address !== 'string' || address.length > 2000) return '/';
  // A whole address, as browsers give where they come from: only its path is kept.
  const path = address.replace(/^https?:\/\/[^/?#]*/i, '');
  if (!isInside(path) || !URL.canParse(path, OURS)) return '/';
  const url = new URL(path, OURS);
  // Looked at again once resolved: `/..//elsewhere` becomes `//elsewhere`.
  return url.origin === OURS && isInside(url.pathname) ? `${url.pathname}${url.search}` : '/';
}
