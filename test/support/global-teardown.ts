import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
  await globalThis.tauxJusteTestServer?.stop();
  rmSync(process.env.TJ_TEST_DATA_DIR ?? '', { recursive: true, force: true });
}
