// The extension host in a worker, started when the first extension that needs it is there.
import { getService } from '@codingame/monaco-vscode-api';
import { ExtensionHostKind } from '@codingame/monaco-vscode-api/extensions';
import { IExtensionService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensions/common/extensions.service';

/** What the extension service has, but doesn't declare: it decides on hosts once, when the page opens. */
interface Hosts {
  readonly _extensionHostFactory: { enableWorkerExtensionHost: boolean };
  readonly _extensionHostKindPicker: { allowedExtHostKinds: ExtensionHostKind[] };
  _startExtensionHostsIfNecessary(initial: boolean, events: readonly string[]): void;
}

let started: Promise<void> | undefined;

/** Not with the page: its script is most of a megabyte, which a session without such a file never needs. */
export function startExtensionHost(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  const service = await getService(IExtensionService);
  await service.whenInstalledExtensionsRegistered();
  const hosts = service as unknown as Hosts;
  hosts._extensionHostFactory.enableWorkerExtensionHost = true;
  hosts._extensionHostKindPicker.allowedExtHostKinds.unshift(ExtensionHostKind.LocalWebWorker);
  hosts._startExtensionHostsIfNecessary(false, []);
}
