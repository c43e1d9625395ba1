import { COMPANIES, ESTABLISHMENTS, establishmentOf } from './portfolio';
import type { SampleFile } from './sample-file';
import { headcountOf } from './staff';
import { STORIES, type StoryName } from './stories';

/** samples/README.md: what is there, and where each story is to be found. */
export function readme(): SampleFile {
  const employees = ESTABLISHMENTS.reduce((sum, { establishment }) => sum + headcountOf(establishment.staff), 0);
  const lines = [
    '# Samples',
    '',
    `${COMPANIES.length} invented companies, ${ESTABLISHMENTS.length} establishments, ${employees} employees. Every name is fictitious; SIREN numbers begin with 999 and NIRs have the shape of one and belong to nobody. Codes risque are real and in force; rates of small companies are the national ones, the others are plausible.`,
    '',
    'These files are written by `src/demo/write-samples.ts`: change that, run `npm run samples`, commit what it wrote. A test checks that nothing was edited by hand.',
    '',
    '| Folder | Holds |',
    '| --- | --- |',
    '| `entreprises/` | Company facts for `import-companies` |',
    '| `dsn/` | DSN of November and December 2025 for `import-dsn`, one file per accountant or company, windows-1252 |',
    '| `taux/2024.csv`, `taux/2025-05.csv` | What the caisses notified for 2024 and from 1 May 2025 |',
    '| `taux/2026-01/` | The January batch for `ingest`: a ZIP of returns, single returns in both layouts, an accountant’s table |',
    '| `taux/2026-01-lot-anormal.csv` | A batch in which too many rates move: the breaker holds it whole |',
    '| `affiliations/` | Who is an artist, for `affiliate` |',
    '',
    '## Stories',
    '',
    '| SIRET | Who | Story |',
    '| --- | --- | --- |',
    ...(Object.keys(STORIES) as StoryName[]).map(storyRow),
    '',
  ];
  return { path: 'README.md', bytes: Buffer.from(lines.join('\n')) };
}

function storyRow(story: StoryName): string {
  const { company, establishment } = establishmentOf(story);
  const { title, text } = STORIES[story];
  return `| ${establishment.siret} | ${company.name}, ${establishment.town} | **${title}.** ${text} |`;
}
