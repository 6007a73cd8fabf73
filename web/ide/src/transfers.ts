// Uploads and downloads of the explorer, over the agent's HTTP instead of the page's memory.
import { getService, IFileService } from '@codingame/monaco-vscode-api';
import type { CancellationToken } from '@codingame/monaco-vscode-api/vscode/vs/base/common/cancellation';
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import {
  BrowserFileUpload,
  FileDownload,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/files/browser/fileImportExport';
import type { ExplorerItem } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/files/common/explorerModel';
import type { Agent } from './agent.ts';
import type { WorkspacePaths } from './fileSystem.ts';

type Transfer = Pick<DataTransfer, 'items'>;

/** The workbench makes these itself, so its own methods are replaced: three of a pinned version. */
interface Uploads {
  doUpload: (
    this: unknown,
    target: ExplorerItem,
    source: Transfer,
    ...rest: unknown[]
  ) => Promise<void>;
  doUploadFileBuffered(
    resource: URI,
    file: File,
    progress: (fileSize: number, bytes: number) => void,
    token: CancellationToken,
  ): Promise<void>;
}

interface Downloads {
  doDownloadBrowser(resource: URI): Promise<void>;
}

export function registerTransfers(agent: Agent, paths: WorkspacePaths): void {
  const uploads = BrowserFileUpload.prototype as unknown as Uploads;
  const downloads = FileDownload.prototype as unknown as Downloads;
  const { doUpload } = uploads;
  if (!('doUploadFileBuffered' in uploads) || !('doDownloadBrowser' in downloads))
    throw new Error('the workbench sends files in another way: see transfers.ts');

  uploads.doUpload = async function (target, source, ...rest) {
    // what was dropped can't be asked for any more once something has been waited for
    const entries = Array.from(source.items, (item) => item.webkitGetAsEntry());
    // a folder that was never opened knows nothing of what is in it, and nothing would be asked
    await target.fetchChildren('default' as Parameters<ExplorerItem['fetchChildren']>[0]);
    const items = entries.map((entry) => ({ webkitGetAsEntry: () => entry }));
    await doUpload.call(this, target, { items } as unknown as Transfer, ...rest);
  };

  uploads.doUploadFileBuffered = async (resource, file, progress, token) => {
    const aborting = new AbortController();
    const listening = token.onCancellationRequested(() => {
      aborting.abort();
    });
    let before = 0;
    const sent = (bytes: number) => {
      progress(file.size, Math.max(0, bytes - before));
      before = bytes;
    };
    try {
      await agent.upload(paths.path(resource), file, sent, aborting.signal);
    } catch (error) {
      if (!token.isCancellationRequested) throw error;
    } finally {
      listening.dispose();
    }
  };

  downloads.doDownloadBrowser = async (resource) => {
    const files = await getService(IFileService);
    const { isDirectory, name } = await files.stat(resource);
    const link = document.createElement('a');
    link.href = await agent.address(paths.path(resource), isDirectory);
    link.download = isDirectory ? `${name}.zip` : name;
    link.click();
  };
}
