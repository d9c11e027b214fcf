/**
 * Builds the settings page into apps/settings-page/dist/page, unless what it is made of is the same as at the last
 * time. Types are checked elsewhere (`npm run build`).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = join(root, 'apps', 'settings-page');
const fingerprintFile = join(page, 'dist', 'page.fingerprint');

const fingerprint = fingerprintOf([
  join(root, 'package-lock.json'),
  join(page, 'index.html'),
  join(page, 'vite.config.mjs'),
  ...readdirSync(join(page, 'src'), { recursive: true })
    .filter((path) => /\.(tsx?|css)$/.test(path) && !path.endsWith('.spec.ts'))
    .sort()
    .map((path) => join(page, 'src', path)),
]);

if (!isBuilt()) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(page, 'vite.config.mjs');
  const args = [vite, 'build', page, '--config', config, '--logLevel', 'warn'];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) writeFileSync(fingerprintFile, fingerprint);
  process.exitCode = status ?? 1;
}

function fingerprintOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest('hex');
}

function isBuilt() {
  return (
    existsSync(join(page, 'dist', 'page', 'index.html')) &&
    existsSync(fingerprintFile) &&
    readFileSync(fingerprintFile, 'utf8') === fingerprint
  );
}
