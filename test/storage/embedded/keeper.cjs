// A process that keeps an embedded PostgreSQL until it reads `stop`: the tests run it in its own small project.
const [, , dataDir, claim] = process.argv;
const { startPostgres } = require('#storage/embedded/postgres-server');

const tell = (word) => process.stdout.write(`${JSON.stringify(word)}\n`);
const lines = [];

async function keep() {
  const started = await startPostgres({ dataDir, claim, log: (line) => lines.push(line) });
  if (!started.ok) {
    tell({ refused: started.refusal });
    return;
  }
  tell({ url: started.value.url, startedHere: started.value.startedHere, lines });
  process.stdin.once('data', async () => {
    await started.value.stop();
    tell({ stopped: true, lines });
    process.stdin.destroy();
  });
}

keep();
