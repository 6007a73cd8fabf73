import editorWorker from '@codingame/monaco-vscode-api/workers/editor.worker?worker&url';
import extensionHostWorker from '@codingame/monaco-vscode-api/workers/extensionHost.worker?worker&url';
import outputWorker from '@codingame/monaco-vscode-output-service-override/worker?worker&url';
import textmateWorker from '@codingame/monaco-vscode-textmate-service-override/worker?worker&url';
import type { ApartOrigins } from './webviews/ask.ts';
import { on } from './webviews/origins.ts';

const EXTENSION_HOST = 'extensionHostWorkerMain';

const ADDRESSES: Partial<Record<string, string>> = {
  editorWorkerService: editorWorker,
  [EXTENSION_HOST]: extensionHostWorker,
  OutputLinkDetectionWorker: outputWorker,
  TextMateWorker: textmateWorker,
};

/** Workers are given by address: one that is given by instance silently never starts the extension host. */
export function provideWorkers(origins: ApartOrigins | undefined): void {
  self.MonacoEnvironment = {
    getWorkerUrl: (_module: string, label: string) => {
      const address = ADDRESSES[label];
      if (address === undefined) throw new Error(`no worker ${label}`);
      // the extension host's page is on an origin of its own, and loads scripts from there alone
      if (label === EXTENSION_HOST && origins !== undefined) {
        return on(origins.extensionHost, address);
      }
      return new URL(address, location.href).href;
    },
    getWorkerOptions: () => ({ type: 'module' }),
  };
}
