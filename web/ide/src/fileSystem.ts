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
import type { IFileSystemProviderWithFileFolderCopyCapability } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files';
import { ApiError } from '../../common/src/api.ts';
import type { FileKind, FsChanged, FsChangeKind } from '../../protocol/src/index.ts';
import type { Absent } from './absent.ts';
import type { Agent } from './agent.ts';

export const SCHEME = 'joy';

/** The workspace's folder carries the project's name, as a folder on disk would. */
export class WorkspacePaths {
  constructor(readonly project: string) {}

  uri(path: string): URI {
    return URI.from({ scheme: SCHEME, path: `/${this.project}${path === '' ? '' : '/' + path}` });
  }

  /** The agent's path: relative to the workspace. */
  path(uri: { readonly path: string }): string {
    const root = `/${this.project}`;
    if (uri.path === root || uri.path === root + '/') return '';
    if (uri.path.startsWith(root + '/')) return uri.path.slice(root.length + 1);
    throw FileSystemProviderError.create(
      `${uri.path} is outside the workspace`,
      FileSystemProviderErrorCode.FileNotFound,
    );
  }
}

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
    const stat = await this.asked(resource, (path) => this.agent.stat(path));
    return {
      type: TYPES[stat.kind],
      size: stat.size,
      mtime: stat.modified,
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

  writeFile(resource: URI, content: Uint8Array): Promise<void> {
    this.absent.changed(this.paths.path(resource));
    return this.asked(resource, (path) =>
      this.agent.write(path, content as Uint8Array<ArrayBuffer>),
    );
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

  private tell({ changes, overflow }: FsChanged): void {
    for (const { path } of changes) this.absent.changed(path);
    if (overflow) this.absent.changed('');
    const all = changes.map(({ path, kind }) => ({
      type: CHANGES[kind],
      resource: this.paths.uri(path),
    }));
    if (overflow) all.push({ type: FileChangeType.UPDATED, resource: this.paths.uri('') });
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
