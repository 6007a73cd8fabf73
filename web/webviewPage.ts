import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Plugin, transformWithOxc } from 'vite';

export const PAGE =
  './node_modules/@codingame/monaco-vscode-view-common-service-override/service-override/vs/workbench/contrib/webview/browser/pre/index.html';
const RESOURCES = './ide/src/webviews/page/resources.ts';

const SCRIPT = /(<script async type="module">)([^]*?)(<\/script>)/;

/**
 * `import url from 'webview:page'` gives the address of the workbench's page around a webview's
 * content, changed to get files through `resources.ts` instead of a service worker.
 */
export function webviewPage(): Plugin {
  return {
    name: 'webview-page',
    resolveId: (id) => (id === 'webview:page' ? '\0webview:page' : null),
    async load(id) {
      if (id !== '\0webview:page') return null;
      const source = page(await text(PAGE), await script());
      const asset = this.emitFile({ type: 'asset', name: 'webview.html', source });
      return `export default import.meta.ROLLUP_FILE_URL_${asset}`;
    },
  };
}

function text(path: string): Promise<string> {
  return readFile(new URL(path, import.meta.url), 'utf8');
}

async function script(): Promise<string> {
  const { code } = await transformWithOxc(await text(RESOURCES), 'resources.ts', {
    sourcemap: false,
  });
  return code.replaceAll(/^export /gm, '');
}

export function page(original: string, resources: string): string {
  const changed = [
    // nobody waits for a service worker
    ["searchParams.has('disableServiceWorker')", 'true'],
    [
      between(original, 'if (!disableServiceWorker) {\n\t\t\thostMessaging.', '\n\t\t}\n'),
      `const resources = new Resources((request) => hostMessaging.postMessage('load-resource', request));
		hostMessaging.onMessage('did-load-resource', (_event, data) => resources.answered(data));
		hostMessaging.onMessage('did-load-resource-chunk', (_event, data) => resources.part(data.id, data.data));
		hostMessaging.onMessage('did-load-resource-end', (_event, data) => resources.ended(data.id, data.error === true));
`,
    ],
    [
      'const newDocument = toContentHtml(data);',
      `const newDocument = await resources.inDocument(toContentHtml(data));
				if (currentUpdateId !== updateId) {
					return;
				}`,
    ],
    [
      "hostMessaging.onMessage('message', (_event, data) => {\n",
      "hostMessaging.onMessage('message', async (_event, data) => {\n\t\t\t\tdata.message = await resources.inMessage(data.message);\n",
    ],
  ].reduce((all, [from = '', to = '']) => replaced(all, from, to), original);
  const whole = changed.replace(
    SCRIPT,
    (_all, open: string, body: string, close: string) => open + '\n' + resources + body + close,
  );
  const body = SCRIPT.exec(whole)?.[2] ?? '';
  const hash = createHash('sha256').update(body).digest('base64');
  return replaced(whole, /'sha256-[^']+'/.exec(whole)?.[0] ?? '', `'sha256-${hash}'`);
}

/** The workbench's page is another one after an upgrade: then the build must say so. */
function replaced(all: string, from: string, to: string): string {
  if (from === '' || all.split(from).length !== 2)
    throw new Error(`the page of webviews has changed: not exactly one ${from.slice(0, 60)}`);
  return all.replace(from, () => to);
}

function between(all: string, begin: string, end: string): string {
  const from = all.indexOf(begin);
  return from < 0 ? '' : all.slice(from, all.indexOf(end, from) + end.length);
}
