// What the pages load beside their HTML, made once at build into dist/http/assets: one style sheet, the scripts
// without their comments, and each of them compressed. The version is the digest of all of them and stands in
// their address, so that a browser may keep them for good.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { minify } from '@swc/core';
import { compile } from 'sass';

const SOURCES = 'src/http/assets';
const TARGET = 'dist/http/assets';
const LIBRARIES = {
  'govuk-frontend.js': 'node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js',
  'multi-select.js': 'node_modules/@ministryofjustice/frontend/moj/components/multi-select/multi-select.bundle.mjs',
};

const shortened = async (code) =>
  (await minify(code.replace(/\/\/# sourceMappingURL=.*/, ''), { module: true, compress: true, mangle: true })).code;

async function contents() {
  const files = new Map();
  files.set(
    'main.css',
    compile('src/http/styles/main.scss', { loadPaths: ['.'], style: 'compressed', quietDeps: true }).css,
  );
  for (const [name, path] of Object.entries(LIBRARIES)) files.set(name, await shortened(readFileSync(path, 'utf8')));
  for (const name of readdirSync(SOURCES).sort()) {
    const text = readFileSync(join(SOURCES, name), 'utf8');
    files.set(name, name.endsWith('.js') ? await shortened(text) : text);
  }
  return files;
}

const files = await contents();
const digest = createHash('sha256');
rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET, { recursive: true });
for (const [name, text] of files) {
  digest.update(name).update(text);
  writeFileSync(join(TARGET, name), text);
  writeFileSync(join(TARGET, `${name}.br`), brotliCompressSync(text));
  writeFileSync(join(TARGET, `${name}.gz`), gzipSync(text, { level: 9 }));
}
writeFileSync('dist/http/assets.json', `${JSON.stringify({ version: digest.digest('hex').slice(0, 16) })}\n`);
