import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import {
  FileChangeType,
  FilePermission,
  FileSystemProviderCapabilities,
  FileSystemProviderError,
  FileSystemProviderErrorCode,
  FileType,
  type IFileChange,
  type IFileSystemProviderWithFileReadWriteCapability,
  type IStat,
} from '@codingame/monaco-vscode-files-service-override';
import { ApiError } from '../../../common/src/api.ts';
import type { GitShown } from '../../../protocol/src/index.ts';
import type { WorkspacePaths } from '../fileSystem.ts';
import type { Repository } from './repository.ts';

export const GIT_SCHEME = 'joy-git';

/** Beyond these, what was read longest ago is forgotten. */
const MAX_KEPT = 60;

/** The index as the ref of a file. */
export const INDEX = '';

interface Kept {
  readonly path: string;
  readonly ref: string;
  readonly bytes: Uint8Array;
  readonly modified: number;
}

/** Files as HEAD, the index or a commit has them: `joy-git:/project/top.v?HEAD`. Read-only. */
export class GitFileSystem implements IFileSystemProviderWithFileReadWriteCapability {
  readonly capabilities =
    FileSystemProviderCapabilities.FileReadWrite |
    FileSystemProviderCapabilities.Readonly |
    FileSystemProviderCapabilities.PathCaseSensitive;
  readonly onDidChangeCapabilities = new Emitter<void>().event;
  private readonly changes = new Emitter<readonly IFileChange[]>();
  readonly onDidChangeFile = this.changes.event;
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly repository: Repository,
    private readonly paths: WorkspacePaths,
  ) {
    repository.listen({ contents: () => void this.compare() });
  }

  /** The address of a file of the workspace as it was. */
  uri(path: string, ref: string): URI {
    return this.paths.uri(path).with({ scheme: GIT_SCHEME, query: ref });
  }

  /** Whether there is such a file, of a size that can be shown. */
  async has(path: string, ref: string): Promise<boolean> {
    try {
      await this.file(this.uri(path, ref));
      return true;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }

  async stat(resource: URI): Promise<IStat> {
    const { bytes, modified } = await this.shown(resource);
    return {
      type: FileType.File,
      size: bytes.length,
      mtime: modified,
      ctime: 0,
      permissions: FilePermission.Readonly,
    };
  }

  async readFile(resource: URI): Promise<Uint8Array> {
    return (await this.shown(resource)).bytes;
  }

  watch(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  readdir(): Promise<[string, FileType][]> {
    return Promise.resolve([]);
  }

  writeFile = readOnly;
  mkdir = readOnly;
  delete = readOnly;
  rename = readOnly;

  private async shown(resource: URI): Promise<Kept> {
    try {
      return await this.file(resource);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const missing = error.code === 'file.not_found';
      throw FileSystemProviderError.create(
        error.message,
        missing
          ? FileSystemProviderErrorCode.FileNotFound
          : FileSystemProviderErrorCode.Unavailable,
      );
    }
  }

  private async file(resource: URI): Promise<Kept> {
    const key = resource.toString();
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const path = this.paths.path(resource);
    return this.keep(key, {
      path,
      ref: resource.query,
      bytes: await this.ask(path, resource.query),
      modified: 1,
    });
  }

  private keep(key: string, file: Kept): Kept {
    this.kept.delete(key);
    this.kept.set(key, file);
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return file;
  }

  private async ask(path: string, ref: string): Promise<Uint8Array> {
    const { base64 } = await this.repository.call<GitShown>('show', { path, ref });
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  }

  /** Tells editors of those files alone that are different now; a commit never is. */
  private async compare(): Promise<void> {
    for (const [key, file] of [...this.kept]) {
      if (file.ref !== INDEX && file.ref !== 'HEAD') continue;
      const resource = URI.parse(key);
      let bytes: Uint8Array;
      try {
        bytes = await this.ask(file.path, file.ref);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.kept.delete(key);
        if (error.code === 'file.not_found')
          this.changes.fire([{ type: FileChangeType.DELETED, resource }]);
        continue;
      }
      if (isSame(bytes, file.bytes)) continue;
      this.keep(key, { ...file, bytes, modified: file.modified + 1 });
      this.changes.fire([{ type: FileChangeType.UPDATED, resource }]);
    }
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function readOnly(): Promise<never> {
  return Promise.reject(
    FileSystemProviderError.create(
      'An old version of a file can’t be changed.',
      FileSystemProviderErrorCode.NoPermissions,
    ),
  );
}
