import editorWorker from '@codingame/monaco-vscode-api/workers/editor.worker?worker&url';
import extensionHostWorker from '@codingame/monaco-vscode-api/workers/extensionHost.worker?worker&url';
import outputWorker from '@codingame/monaco-vscode-output-service-override/worker?worker&url';
import textmateWorker from '@codingame/monaco-vscode-textmate-service-override/worker?worker&url';

const ADDRESSES: Partial<Record<string, string>> = {
  editorWorkerService: editorWorker,
  extensionHostWorkerMain: extensionHostWorker,
  OutputLinkDetectionWorker: outputWorker,
  TextMateWorker: textmateWorker,
};

/** Workers are given by address: one that is given by instance silently never starts the extension host. */
export function provideWorkers(): void {
  self.MonacoEnvironment = {
    getWorkerUrl: (_module: string, label: string) => {
      const address = ADDRESSES[label];
      if (address === undefined) throw new Error(`no worker ${label}`);
      return new URL(address, location.href).href;
    },
    getWorkerOptions: () => ({ type: 'module' }),
  };
}
