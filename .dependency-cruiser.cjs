/**
 * The floor plan, as rules. Each is an error, and each comment is the sentence to read when it speaks.
 *
 *   doors (http, queue, schedule, cli)  →  application  →  storage  →  domain
 *
 * `#domain/…` and its like are resolved by tsconfig's `paths`, so that the source is judged and not an older dist/.
 */
const DOORS = 'http|queue|schedule|cli';
const ENTRY_POINTS = '^src/(main|worker|cli|demo|bench)\\.ts$';
/** What every room of pages may use. */
const SHARED_ROOMS = '^src/http/(page|ui|views)/';
const npm = (names) => `(^|/)node_modules/(@types/)?(${names})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    // ——— The floors ———
    {
      name: 'domain-knows-only-domain',
      severity: 'error',
      comment:
        'The domain imports nothing but the domain, because every rule about a rate must be answerable without a server, a database or a clock.',
      from: { path: '^src/domain/' },
      to: { path: '^src/', pathNot: '^src/domain/' },
    },
    {
      name: 'domain-needs-no-package',
      severity: 'error',
      comment:
        'The domain uses no npm package (no Nest, TypeORM or pg), because a rule that hangs on a framework changes when the framework does; the two readers of files are the only exception and have a rule of their own.',
      from: { path: '^src/domain/' },
      to: { path: '(^|/)node_modules/', pathNot: npm('papaparse|saxes') },
    },
    {
      name: 'parsers-stay-with-the-readers',
      severity: 'error',
      comment:
        'Only domain/feed, domain/dsn and domain/reference read foreign text, so papaparse and saxes stay there and every other room receives values that are already checked.',
      from: { path: '^src/', pathNot: '^src/domain/(feed|dsn|reference)/' },
      to: { path: npm('papaparse|saxes') },
    },
    {
      name: 'domain-needs-no-machine',
      severity: 'error',
      comment:
        'The domain uses no built-in module of Node (files, network, processes, cryptography), because the same question must give the same answer on any machine and at any hour.',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'storage-looks-down-only',
      severity: 'error',
      comment:
        'Storage imports only itself and the domain; settings and verbs are handed to it, because a table that knows who calls it cannot be reused by the next caller.',
      from: { path: '^src/storage/' },
      to: { path: '^src/', pathNot: '^src/(storage|domain)/' },
    },
    {
      name: 'application-looks-down-only',
      severity: 'error',
      comment:
        'A verb imports storage and domain only, because it must do the same whether a page, a job, a schedule or a command asked for it.',
      from: { path: '^src/application/' },
      to: { path: '^src/', pathNot: '^src/(application|storage|domain)/' },
    },
    {
      name: 'config-looks-down-only',
      severity: 'error',
      comment:
        'Configuration may parse with the values of the domain and nothing else, because it is read before anything else exists.',
      from: { path: '^src/config/' },
      to: { path: '^src/', pathNot: '^src/(config|domain)/' },
    },
    {
      name: 'doors-never-reach-storage',
      severity: 'error',
      comment:
        'A door calls a verb and never storage, because a fact changed behind the verbs would have no transaction and no audit entry.',
      from: { path: `^src/(${DOORS})/` },
      to: { path: '^src/storage/' },
    },
    {
      name: 'doors-ignore-each-other',
      severity: 'error',
      comment:
        'A door never imports another door, because a command must start without pages, and pages without a queue; what two doors share is a verb and belongs to application.',
      from: { path: `^src/(${DOORS})/` },
      to: { path: `^src/(${DOORS})/`, pathNot: '^src/$1/' },
    },
    {
      name: 'processes-know-no-trade',
      severity: 'error',
      comment:
        'What starts, watches and stops processes imports configuration only, because it must do so for any process, whatever that one is for.',
      from: { path: '^src/processes/' },
      to: { path: '^src/', pathNot: '^src/(processes|config)/' },
    },
    {
      name: 'only-entry-points-compose-doors',
      severity: 'error',
      comment:
        'Only main, worker, cli, demo and bench put doors together, and serve what main and demo share of it, so that what a process opens can be read in one place.',
      from: { path: '^src/[^/]+\\.tsx?$', pathNot: [ENTRY_POINTS, '^src/serve\\.ts$'] },
      to: { path: '^src/' },
    },
    {
      name: 'nobody-imports-an-entry-point',
      severity: 'error',
      comment:
        'No room imports an entry point, because importing it would start a process; what is worth sharing goes to the floor that owns it.',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+\\.tsx?$' },
    },

    // ——— The rooms of the pages ———
    {
      name: 'rooms-of-pages-keep-apart',
      severity: 'error',
      comment:
        'A room of pages uses page/, ui/ and views/ and no other room, because a change to one journey must not move another; what two rooms show goes to views/. Two lean on a neighbour and have a rule of their own.',
      from: { path: '^src/http/([^/]+)/', pathNot: [SHARED_ROOMS, '^src/http/(affiliation|support)/'] },
      to: { path: '^src/http/[^/]+/', pathNot: ['^src/http/$1/', SHARED_ROOMS] },
    },
    {
      name: 'affiliation-leans-on-the-wizard-only',
      severity: 'error',
      comment:
        'Putting employees on rates is a task and opens, ends and is refused as in the wizard, and leans on no other room.',
      from: { path: '^src/http/affiliation/' },
      to: { path: '^src/http/[^/]+/', pathNot: [SHARED_ROOMS, '^src/http/(affiliation|wizard)/'] },
    },
    {
      name: 'support-leans-on-updates-only',
      severity: 'error',
      comment: 'Support answers about an update and shows it as its own page does, and leans on no other room.',
      from: { path: '^src/http/support/' },
      to: { path: '^src/http/[^/]+/', pathNot: [SHARED_ROOMS, '^src/http/(support|updates)/'] },
    },
    {
      name: 'shared-rooms-know-no-journey',
      severity: 'error',
      comment: 'What every page is made of knows none of them, or the first page that changes would change them all.',
      from: { path: '^src/http/(page|ui|views)/' },
      to: { path: '^src/http/[^/]+/', pathNot: SHARED_ROOMS },
    },
    {
      name: 'components-know-no-trade',
      severity: 'error',
      comment:
        'A component is handed words and values ready to show, so that a button or a table looks and behaves the same whatever it is about.',
      from: { path: '^src/http/(page|ui)/' },
      to: { path: '^src/http/views/' },
    },

    // ——— Who may hold which tool ———
    {
      name: 'sql-lives-in-storage',
      severity: 'error',
      comment:
        'Only storage speaks to PostgreSQL, because the role and the company of a transaction are set in one helper there and a second connection would pass beside row-level security. Tests may, to tamper with rows by hand.',
      from: { path: '^src/', pathNot: '^src/storage/' },
      to: { path: npm('typeorm|@nestjs/typeorm|pg|pg-copy-streams|pg-[a-z-]+') },
    },
    {
      name: 'migrations-stand-alone',
      severity: 'error',
      comment:
        'A migration imports typeorm and nothing of ours, because it must say in ten years what it did on the day it was written, whatever became of the code.',
      from: { path: '^migrations/' },
      to: { pathNot: [npm('typeorm'), '^migrations/'], dependencyTypesNot: ['core'] },
    },
    {
      name: 'door-tools-stay-at-the-doors',
      severity: 'error',
      comment:
        'Queues, schedules, pages and command lines are tools of the doors, because a verb that knows its queue can be called only by that queue.',
      from: { path: '^src/(domain|storage|application|config)/' },
      to: {
        path: npm(
          'bullmq|@nestjs/bullmq|ioredis|@nestjs/schedule|@nestjs/platform-fastify|fastify|preact|preact-render-to-string|commander',
        ),
      },
    },

    // ——— Tests ———
    {
      name: 'source-never-needs-tests',
      severity: 'error',
      comment: 'The program imports nothing of test/, because test/ is not shipped.',
      from: { path: '^(src|migrations)/' },
      to: { path: '^test/' },
    },
    {
      name: 'domain-tests-need-no-server',
      severity: 'error',
      comment:
        'A test of the domain imports the domain only: if it needs Nest or a database, the rule it tests stands on the wrong floor.',
      from: { path: '^test/domain/' },
      to: { path: `^src/(?!domain/)|${npm('@nestjs/[a-z-]+|typeorm|pg')}` },
    },

    // ——— Good order ———
    {
      name: 'no-circles',
      severity: 'error',
      comment:
        'No import leads back to where it came from, types included, because two files that need each other are one file or hide a third.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment:
        'A file that imports nothing and that nobody imports is dead or forgotten: use it or remove it. Entry points are started by hand and migrations are found by their folder.',
      from: { orphan: true, pathNot: [ENTRY_POINTS, '^migrations/', '\\.d\\.ts$', '\\.spec\\.tsx?$'] },
      to: {},
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      comment: 'An import that leads nowhere fails on the first machine that is not yours.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-unlisted-package',
      severity: 'error',
      comment: 'A package that package.json does not name is there by luck and leaves with the next `npm ci`.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-dev-package-in-the-program',
      severity: 'error',
      comment:
        'The program uses no development package, because an image pruned of them would not start; types are erased and may come from anywhere.',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
    },
    {
      name: 'no-deprecated-package',
      severity: 'error',
      comment: 'A package whose author gave it up will not be mended: choose another before it is needed in a hurry.',
      from: {},
      to: { dependencyTypes: ['deprecated'] },
    },
    {
      name: 'no-deprecated-builtin',
      severity: 'error',
      comment: 'Node has announced the end of these modules; each has a named successor.',
      from: {},
      to: { dependencyTypes: ['core'], path: '^(node:)?(punycode|domain|constants|sys|_linklist|_stream_wrap)$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // What the browser loads imports by address, not by path.
    exclude: { path: '^(dist|coverage|\\.data|\\.tmp|src/http/assets)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
