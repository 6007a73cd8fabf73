import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import {
  FilePermission,
  FileChangeType,
  FileSystemProviderCapabilities,
  FileSystemProviderError,
  FileSystemProviderErrorCode,
  FileType,
  type IFileChange,
  type IFileDeleteOptions,
  type IFileOverwriteOptions,
  type IFileSystemProviderWithFileReadWriteCapability,
  type IStat,
} from '@codingame/monaco-vscode-files-service-override';
import {
  FileOperationError,
  FileOperationResult,
  toFileSystemProviderErrorCode,
  type IFileSystemProviderWithFileFolderCopyCapability,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files';
import { ApiError } from '../../common/src/api.ts';
import type { FileKind, FsChanged, FsChangeKind } from '../../protocol/src/index.ts';
import type { Absent } from './absent.ts';
import type { Agent } from './agent.ts';
import { FileVersions } from './fileVersions.ts';
import { OUTSIDE, SCHEME, WorkspacePaths } from './workspacePaths.ts';

export { OUTSIDE, SCHEME, WorkspacePaths };

const TYPES: Record<FileKind, FileType> = {
  file: FileType.File,
  folder: FileType.Directory,
  link: FileType.SymbolicLink,
  other: FileType.Unknown,
};

const CHANGES: Record<FsChangeKind, FileChangeType> = {
  created: FileChangeType.ADDED,
  changed: FileChangeType.UPDATED,
  deleted: FileChangeType.DELETED,
};

const ERRORS: Partial<Record<string, FileSystemProviderErrorCode>> = {
  'file.not_found': FileSystemProviderErrorCode.FileNotFound,
  'file.exists': FileSystemProviderErrorCode.FileExists,
  'file.is_folder': FileSystemProviderErrorCode.FileIsADirectory,
  'file.not_folder': FileSystemProviderErrorCode.FileNotADirectory,
  'file.outside': FileSystemProviderErrorCode.NoPermissions,
  'file.read_only': FileSystemProviderErrorCode.NoPermissions,
  'file.no_permission': FileSystemProviderErrorCode.NoPermissions,
  'request.too_large': FileSystemProviderErrorCode.FileTooLarge,
  'disk.full': FileSystemProviderErrorCode.FileExceedsStorageQuota,
  'connection.lost': FileSystemProviderErrorCode.Unavailable,
  'server.unreachable': FileSystemProviderErrorCode.Unavailable,
  'agent.away': FileSystemProviderErrorCode.Unavailable,
  'session.starting': FileSystemProviderErrorCode.Unavailable,
  'master.away': FileSystemProviderErrorCode.Unavailable,
};

/** VS Code's file system over the agent: all that explorer and editors need. */
export class AgentFileSystem
  implements
    IFileSystemProviderWithFileReadWriteCapability,
    IFileSystemProviderWithFileFolderCopyCapability
{
  readonly capabilities =
    FileSystemProviderCapabilities.FileReadWrite |
    FileSystemProviderCapabilities.FileFolderCopy |
    FileSystemProviderCapabilities.PathCaseSensitive;
  readonly onDidChangeCapabilities = new Emitter<void>().event;
  readonly versions = new FileVersions();
  private readonly changes = new Emitter<readonly IFileChange[]>();
  readonly onDidChangeFile = this.changes.event;

  constructor(
    private readonly agent: Agent,
    private readonly paths: WorkspacePaths,
    private readonly absent: Absent,
  ) {
    agent.listen({
      changed: (changes) => {
        this.tell(changes);
      },
      connected: () => {
        absent.changed('');
      },
    });
  }

  /** The agent watches the whole workspace anyway. */
  watch(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  async stat(resource: URI): Promise<IStat> {
    const path = this.paths.path(resource);
    let stat;
    try {
      stat = await this.asked(resource, () => this.agent.stat(path));
    } catch (error) {
      if (
        toFileSystemProviderErrorCode(error as Error) === FileSystemProviderErrorCode.FileNotFound
      )
        this.versions.missing(path);
      throw error;
    }
    const modified = this.versions.seen(path, stat);
    return {
      type: TYPES[stat.kind],
      size: stat.size,
      mtime: modified,
      ctime: stat.created,
      ...(stat.readOnly ? { permissions: FilePermission.Readonly } : {}),
    };
  }

  async readdir(resource: URI): Promise<[string, FileType][]> {
    const listing = await this.asked(resource, (path) => this.agent.list(path));
    return listing.entries.map((entry) => [entry.name, TYPES[entry.kind]]);
  }

  async readFile(resource: URI): Promise<Uint8Array> {
    if (this.absent.has(this.paths.path(resource))) {
      throw FileSystemProviderError.create(
        `${resource.path} is not there`,
        FileSystemProviderErrorCode.FileNotFound,
      );
    }
    return this.asked(resource, (path) => this.agent.read(path));
  }

  /** The workbench has just looked at the file: only if it is still that one it is replaced. */
  async writeFile(resource: URI, content: Uint8Array): Promise<void> {
    const path = this.paths.path(resource);
    this.absent.changed(path);
    const expected = this.versions.expected(path);
    try {
      await this.agent.write(path, content as Uint8Array<ArrayBuffer>, expected);
    } catch (error) {
      const changed = error instanceof ApiError && error.code === 'file.changed';
      // a save that was sent again after a lost connection meets itself
      if (changed && (await this.has(resource, content))) return;
      if (changed) {
        const message = `${path} was changed elsewhere`;
        throw new FileOperationError(message, FileOperationResult.FILE_MODIFIED_SINCE);
      }
      await this.asked(resource, () => Promise.reject(error as Error));
    }
  }

  private async has(resource: URI, content: Uint8Array): Promise<boolean> {
    const there = await this.readFile(resource);
    return there.length === content.length && there.every((byte, i) => byte === content[i]);
  }

  mkdir(resource: URI): Promise<void> {
    return this.asked(resource, (path) => this.agent.createFolder(path));
  }

  delete(resource: URI, options: IFileDeleteOptions): Promise<void> {
    return this.asked(resource, (path) => this.agent.delete(path, options.recursive));
  }

  rename(from: URI, to: URI, options: IFileOverwriteOptions): Promise<void> {
    const target = this.paths.path(to);
    this.absent.changed(target);
    return this.asked(from, (path) => this.agent.rename(path, target, options.overwrite));
  }

  copy(from: URI, to: URI, options: IFileOverwriteOptions): Promise<void> {
    const target = this.paths.path(to);
    this.absent.changed(target);
    return this.asked(from, (path) => this.agent.copy(path, target, options.overwrite));
  }

  /** Editors look again at a file that is named only: not at what lies in a folder that is. */
  private tell({ changes, overflow }: FsChanged): void {
    for (const { path } of changes) this.absent.changed(path);
    if (overflow) this.absent.changed('');
    const all = changes.map(({ path, kind }) => ({
      type: CHANGES[kind],
      resource: this.paths.uri(path),
    }));
    for (const path of overflow ? this.versions.files() : []) {
      all.push({ type: FileChangeType.UPDATED, resource: this.paths.uri(path) });
    }
    this.changes.fire(all);
  }

  private async asked<T>(resource: URI, ask: (path: string) => Promise<T>): Promise<T> {
    try {
      return await ask(this.paths.path(resource));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const code = ERRORS[error.code] ?? FileSystemProviderErrorCode.Unknown;
      throw FileSystemProviderError.create(error.message, code);
    }
  }
}
