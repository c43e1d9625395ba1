const { spawnSync } = require('node:child_process');
const { mkdtempSync, rmdirSync } = require('node:fs');
const { availableParallelism, tmpdir } = require('node:os');
const { join } = require('node:path');

const succeeds = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Only root may, and in a container not even root always. */
function canMount() {
  const folder = mkdtempSync(join(tmpdir(), 'taux-juste-mount-'));
  const mounted = succeeds('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (mounted) succeeds('umount', folder);
  rmdirSync(folder);
  return mounted;
}

/** Tests in a browser take it from the environment, as the processes that run them inherit it. */
const chromium = [process.env.TJ_CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].find(
  (program) => program !== undefined && spawnSync('which', [program], { stdio: 'ignore' }).status === 0,
);
if (chromium !== undefined)
  process.env.TJ_CHROMIUM = spawnSync('which', [chromium], { encoding: 'utf8' }).stdout.trim();

/** What this machine cannot run is left out here, and said once. */
const LEFT_OUT = [
  [
    'test/(queue/(worker|shared-batch)-redis|faults/redis-gone)',
    'redis-server is not installed',
    () => succeeds('redis-server', '--version'),
  ],
  ['test/http/api/examples', 'curl is not installed', () => succeeds('curl', '--version')],
  ['test/browser', 'chromium is not installed', () => chromium !== undefined],
  ['test/faults/disk-full', 'no small disk can be mounted here', canMount],
].filter(([, , isPossible]) => !isPossible());
for (const [test, why] of LEFT_OUT) process.stderr.write(`Left out: ${test} (${why}).\n`);

/** One server, one template database, a database per test file: see test/support. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  testPathIgnorePatterns: ['/node_modules/', ...LEFT_OUT.map(([test]) => `<rootDir>/${test}`)],
  // Preact is published as ES modules only, which Jest cannot require as they are.
  transform: { '^.+\\.((t|j)sx?|mjs)$': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(preact|preact-render-to-string)/)'],
  moduleNameMapper: {
    '^#(domain|storage|application|http|queue|schedule|cli|config|processes|bench|demo)/(.*)$': '<rootDir>/src/$1/$2',
    '^#(main|worker|demo|bench)$': '<rootDir>/src/$1',
  },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  // Tests start real databases and processes, on machines that may be busy with something else.
  testTimeout: 30_000,
  // Much of their time is waiting for such processes, hence two files at a time even on two cores.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
};
