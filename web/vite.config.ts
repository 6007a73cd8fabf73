import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { workbenchChunk, workbenchParts } from './parts.ts';
import { shell } from './site/shell.ts';
import { webviewPage } from './webviewPage.ts';

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

/** The workbench's script and styles are fetched with the page, not when its first script asks for them. */
function earlyWorkbench(): Plugin {
  return {
    name: 'early-workbench',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle, path }) {
        if (path !== '/ide.html') return [];
        const main = Object.values(bundle ?? {}).find(
          (chunk) =>
            chunk.type === 'chunk' && (chunk.facadeModuleId?.endsWith('/ide/src/main.ts') ?? false),
        );
        if (main?.type !== 'chunk') throw new Error('the workbench is no chunk of its own');
        const chunks = [main.fileName, ...main.imports];
        const styles = new Set(
          chunks.flatMap((file) => {
            const chunk = bundle?.[file];
            return chunk?.type === 'chunk' ? [...(chunk.viteMetadata?.importedCss ?? [])] : [];
          }),
        );
        const link = (attrs: Record<string, string>) => ({
          tag: 'link',
          attrs: { crossorigin: '', ...attrs },
          injectTo: 'head' as const,
        });
        return [
          ...chunks.map((file) => link({ rel: 'modulepreload', href: '/' + file })),
          ...[...styles].map((file) => link({ rel: 'preload', as: 'style', href: '/' + file })),
        ];
      },
    },
  };
}

const page = (name: string) => fileURLToPath(new URL(`./${name}.html`, import.meta.url));
const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const sitePages = ['index', 'login', 'setup', 'dashboard', 'account', 'project', 'error'];

export default defineConfig({
  base: '/',
  plugins: [grammars(), shell(), workbenchParts(), earlyWorkbench(), webviewPage()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // no data: addresses, so that font-src can stay 'self'
    chunkSizeWarningLimit: 20_000,
    reportCompressedSize: false,
    rollupOptions: {
      input: Object.fromEntries([...sitePages, 'ide'].map((name) => [name, page(name)])),
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false, // what others share stays theirs
          groups: [{ debugName: 'workbench', name: workbenchChunk(root, sitePages.map(page)) }],
        },
      },
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
