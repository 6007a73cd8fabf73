import {
  bufferToStream,
  VSBuffer,
} from '@codingame/monaco-vscode-api/vscode/vs/base/common/buffer';
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { etag } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files';
import type {
  IWorkingCopyBackupMeta,
  IWorkingCopyIdentifier,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopy';
import type { IResolvedWorkingCopyBackup } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopyBackup';
import type { IWorkingCopyBackupService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/workingCopy/common/workingCopyBackup.service';
import type { WorkspacePaths } from '../workspacePaths.ts';
import type { LeftBehind } from './leftBehind.ts';

/** What the workbench asks about a text that was never saved; the tracker answers. */
export interface SentTexts {
  isSent(resource: URI): boolean;
}

/** A file as an editor loaded it. */
export interface Base {
  readonly mtime: number;
  readonly ctime: number;
  readonly size: number;
}

/**
 * The workbench's store of backups, with the agent in place of the browser: it opens what was left
 * unsaved as its own, so that conflicts with the file and "dirty" work as ever. Storing is not done
 * here: the workbench asks for it only after a pause, see {@link UnsavedTexts}.
 */
export class AgentBackups implements IWorkingCopyBackupService {
  declare readonly _serviceBrand: undefined;
  private readonly left = new Map<string, LeftBehind>();
  private sent: SentTexts | undefined;

  constructor(left: readonly LeftBehind[], paths: WorkspacePaths) {
    for (const text of left) {
      const uri =
        text.path === null
          ? URI.from({ scheme: 'untitled', path: text.untitled })
          : paths.uri(text.path);
      this.left.set(uri.toString(), text);
    }
  }

  tracks(sent: SentTexts): void {
    this.sent = sent;
  }

  /** The text that was opened again as this resource; given once. */
  reopened(resource: URI): LeftBehind | undefined {
    const text = this.left.get(resource.toString());
    this.left.delete(resource.toString());
    return text;
  }

  hasBackupSync(identifier: IWorkingCopyIdentifier): boolean {
    return this.sent?.isSent(identifier.resource) ?? false;
  }

  getBackups(): Promise<readonly IWorkingCopyIdentifier[]> {
    return Promise.resolve(
      [...this.left.keys()].map((text) => ({ typeId: '', resource: URI.parse(text) })),
    );
  }

  resolve<T extends IWorkingCopyBackupMeta>(
    identifier: IWorkingCopyIdentifier,
  ): Promise<IResolvedWorkingCopyBackup<T> | undefined> {
    const text = this.left.get(identifier.resource.toString());
    if (text === undefined) return Promise.resolve(undefined);
    const base = text.path === null ? undefined : readBase(text.content.buffer.document.base);
    const value = bufferToStream(VSBuffer.fromString(text.content.text));
    if (base === undefined) return Promise.resolve({ value });
    const meta: IWorkingCopyBackupMeta = { ...base, etag: etag(base), orphaned: false };
    return Promise.resolve({ value, meta: meta as T });
  }

  backup(): Promise<void> {
    return Promise.resolve();
  }

  discardBackup(): Promise<void> {
    return Promise.resolve();
  }

  discardBackups(): Promise<void> {
    return Promise.resolve();
  }
}

export function writeBase({ mtime, ctime, size }: Base): string {
  return JSON.stringify({ mtime, ctime, size });
}

export function readBase(text: string | undefined): Base | undefined {
  if (text === undefined) return undefined;
  try {
    const { mtime, ctime, size } = JSON.parse(text) as Base;
    return [mtime, ctime, size].every(Number.isFinite) ? { mtime, ctime, size } : undefined;
  } catch {
    return undefined; // of another version of this page, or of somebody’s program in the sandbox
  }
}
