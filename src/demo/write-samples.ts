import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleFiles } from './sample-files';

/** Writes samples/ anew, nothing of the former one left. */
function writeSamples(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const { path, bytes } of sampleFiles()) {
    const target = join(folder, ...path.split('/'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

writeSamples(join(__dirname, '..', '..', 'samples'));
