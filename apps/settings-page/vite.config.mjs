import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What a browser loads before it shows anything, compressed; more than this fails the build. */
const MOST_INITIAL_JS = 200_000;

/** Sums every entry's own code and all that it imports before it runs. */
const budget = {
  name: 'budget',
  generateBundle(_options, bundle) {
    for (const entry of Object.values(bundle)) {
      if (entry.type !== 'chunk' || !entry.isEntry) continue;
      const files = new Set([entry.fileName]);
      for (const file of files) for (const imported of bundle[file].imports) files.add(imported);
      const size = [...files].reduce((sum, file) => sum + gzipSync(bundle[file].code).length, 0);
      const said = `${entry.name}: ${(size / 1000).toFixed(1)} kB of JavaScript, compressed`;
      if (size > MOST_INITIAL_JS) this.error(`${said}; the budget is ${String(MOST_INITIAL_JS / 1000)} kB`);
      console.log(said);
    }
  },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react(), budget],
  // An inlined file would be a data: address, which the content security policy refuses.
  build: {
    outDir: 'dist/page',
    emptyOutDir: true,
    target: 'es2022',
    // The first ones that know light-dark().
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_000,
    cssCodeSplit: false,
    rollupOptions: {
      preserveEntrySignatures: 'exports-only',
      input: {
        index: fileURLToPath(new URL('index.html', import.meta.url)),
        'settings-page': fileURLToPath(new URL('src/mount.tsx', import.meta.url)),
      },
      output: {
        // Other pages embed these two by name (docs/settings-page.md).
        entryFileNames: ({ name }) => (name === 'settings-page' ? '[name].js' : 'assets/[name]-[hash].js'),
        assetFileNames: ({ names }) =>
          names.some((name) => name.endsWith('.css')) ? 'settings-page.css' : 'assets/[name]-[hash][extname]',
      },
    },
  },
});
