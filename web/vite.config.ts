import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { shell } from './site/shell.ts';

/**
 * `import url from 'grammar:vhdl'` gives the address of that @shikijs/langs grammar as a plain
 * .tmLanguage.json, so that it is fetched only when a file of the language is first opened.
 */
function grammars(): Plugin {
  const prefix = '\0grammar:';
  return {
    name: 'grammars',
    resolveId: (id) => (id.startsWith('grammar:') ? '\0' + id : null),
    async load(id) {
      if (!id.startsWith(prefix)) return null;
      const name = id.slice(prefix.length);
      const grammar = (await import('@shikijs/langs/' + name)) as { default: object[] };
      const source = JSON.stringify(grammar.default.at(-1));
      const asset = this.emitFile({ type: 'asset', name: name + '.tmLanguage.json', source });
      return `export default import.meta.ROLLUP_FILE_URL_${asset}`;
    },
  };
}

const page = (name: string) => fileURLToPath(new URL(`./${name}.html`, import.meta.url));

export default defineConfig({
  base: '/',
  plugins: [grammars(), shell()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // no data: addresses, so that font-src can stay 'self'
    chunkSizeWarningLimit: 20_000,
    reportCompressedSize: false,
    rollupOptions: {
      input: Object.fromEntries(
        ['index', 'login', 'setup', 'dashboard', 'account', 'project', 'error', 'ide'].map(
          (name) => [name, page(name)],
        ),
      ),
    },
  },
  worker: { format: 'es' },
  resolve: {
    alias: {
      'node:diagnostics_channel': fileURLToPath(
        new URL('./ide/src/diagnosticsChannel.ts', import.meta.url),
      ),
    },
    dedupe: ['vscode', 'monaco-editor', '@codingame/monaco-vscode-api'],
  },
});
