/** The only style sheet until the next issue brings components: own colours, system font, no script. */
export const STYLE = `
:root { --ink: #1c2430; --fine: #525c6b; --line: #cfd6df; --ground: #ffffff; --band: #f3f6f9; --mark: #0b4f6c; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--mark); }
a:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--ground); padding: .5rem; }
header, main { max-width: 84rem; margin: 0 auto; padding: 0 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 2rem; align-items: baseline; padding-top: 1rem; padding-bottom: 1rem; }
.name { font-size: 1.25rem; font-weight: 700; margin: 0; color: var(--mark); }
nav ul, .filters { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
.filters { padding-bottom: .75rem; }
[aria-current] { font-weight: 700; text-decoration: none; }
.notice { background: var(--band); border-left: 4px solid var(--mark); padding: .75rem 1rem; margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
.figures-list { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem; margin: 0 0 1rem; }
.figures-list div { display: flex; flex-direction: column-reverse; background: var(--band); padding: .75rem .5rem; min-width: 0; }
.figures-list dt { font-size: .9375rem; overflow-wrap: anywhere; }
.figures-list dd { margin: 0; font-size: 1.75rem; font-weight: 700; line-height: 1.1; font-variant-numeric: tabular-nums; }
.fine { color: var(--fine); font-size: .875rem; overflow-wrap: anywhere; }
.rate { margin: 0 0 .25rem; }
.rate .fine { display: block; }
.figures { white-space: nowrap; font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--fine); padding: 0 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem 1rem .5rem 0; border-bottom: 1px solid var(--line); }
td:nth-child(1) { overflow-wrap: anywhere; }
.tag { display: inline-block; padding: 0 .5rem; border: 1px solid currentcolor; font-weight: 600; white-space: nowrap; }
.task-raised, .held { color: #7a4100; }
.quarantined { color: #8f1d1d; }
.auto-updated, .unchanged { color: #14532d; }
.ignored { color: var(--fine); }
.next { margin: 1rem 0 0; }
@media (max-width: 56rem) {
  table, caption, tbody, tr, td { display: block; }
  thead { position: absolute; left: -999rem; }
  tr { border: 1px solid var(--line); padding: .5rem .75rem; margin: 0 0 .75rem; }
  td { display: grid; grid-template-columns: 6.75rem minmax(0, 1fr); gap: .5rem; border: 0; padding: .25rem 0; }
  td::before { content: attr(data-label); color: var(--fine); font-size: .875rem; }
}
`;
