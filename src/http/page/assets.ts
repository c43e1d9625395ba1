import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '../paths';

const BUILT = join(__dirname, '../../../dist/http');

/** Made by the build, whether the program runs compiled or a test runs its source. */
export const ASSETS_FOLDER = join(BUILT, 'assets');

let version: string | null = null;

/** Digest of all assets: it stands in their address, so that each address always gives the same bytes. */
export function assetsVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  const built: unknown = JSON.parse(readFileSync(join(BUILT, 'assets.json'), 'utf8'));
  if (typeof built === 'object' && built !== null && 'version' in built && typeof built.version === 'string')
    return built.version;
  throw new Error('dist/http/assets.json says no version: build again.');
}

export const assetLink = (name: string): string => `${PATHS.assets}${assetsVersion()}/${name}`;
