/** Which methods each address of the API answers, so that a wrong one is told from an address that does not exist. */
export class KnownRoutes {
  private readonly patterns: { readonly shape: RegExp; readonly methods: Set<string> }[] = [];
  private readonly byUrl = new Map<string, Set<string>>();

  /** As the router registers it: `/api/v1/deposits/:id`. */
  add(methods: string | readonly string[], url: string): void {
    const known = this.byUrl.get(url) ?? new Set<string>();
    if (!this.byUrl.has(url)) {
      this.byUrl.set(url, known);
      this.patterns.push({ shape: shapeOf(url), methods: known });
    }
    for (const method of [methods].flat()) known.add(method);
  }

  /** In alphabetical order; none when the address does not exist. */
  methodsOf(url: string): readonly string[] {
    const [path = ''] = url.split('?', 1);
    const methods = this.patterns.filter(({ shape }) => shape.test(path)).flatMap((known) => [...known.methods]);
    return methods.length === 0 ? [] : [...new Set([...methods, 'OPTIONS'])].sort();
  }
}

const shapeOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+')}$`);
