import { Emitter, Event } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import {
  FileChangeType,
  FileSystemProviderCapabilities,
  FileSystemProviderError,
  FileSystemProviderErrorCode,
  FileType,
  type IFileChange,
  type IFileDeleteOptions,
  type IFileOverwriteOptions,
  type IFileSystemProviderWithFileReadWriteCapability,
  type IFileWriteOptions,
  type IStat,
} from '@codingame/monaco-vscode-files-service-override';
import { InMemoryFileSystemProvider } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/inMemoryFilesystemProvider';
import { keyOf, pathOf } from './keys.ts';
import type { KeptTexts } from './keptTexts.ts';

const SCHEME = 'vscode-userdata';

/**
 * The workbench's own files. Those that a person writes follow the person; caches beside them live
 * as long as the page. Nothing stays in the browser for the next one who signs in there.
 */
export class UserData implements IFileSystemProviderWithFileReadWriteCapability {
  readonly capabilities =
    FileSystemProviderCapabilities.FileReadWrite | FileSystemProviderCapabilities.PathCaseSensitive;
  readonly onDidChangeCapabilities = Event.None;
  readonly onDidChangeFile: Event<readonly IFileChange[]>;
  private readonly changes = new Emitter<readonly IFileChange[]>();
  private readonly caches = new InMemoryFileSystemProvider();
  private readonly written = new Map<string, number>();
  private readonly start = Date.now();
  private readonly folders: Promise<void>;

  constructor(private readonly texts: KeptTexts) {
    this.onDidChangeFile = Event.any(this.caches.onDidChangeFile, this.changes.event);
    this.folders = this.makeFolders();
    texts.listen((key) => {
      const path = pathOf(key);
      if (path === undefined) return;
      this.changed(key, URI.from({ scheme: SCHEME, path }));
    });
  }

  watch(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  async stat(resource: URI): Promise<IStat> {
    const key = keyOf(resource.path);
    if (key === undefined) {
      await this.folders;
      return this.caches.stat(resource);
    }
    const size = bytes(this.text(key, resource)).length;
    const mtime = this.written.get(key) ?? this.start;
    return { type: FileType.File, size, mtime, ctime: this.start };
  }

  async readdir(resource: URI): Promise<[string, FileType][]> {
    await this.folders;
    const kept = this.texts
      .keys()
      .flatMap((key) => pathOf(key) ?? [])
      .filter((path) => path.slice(0, path.lastIndexOf('/')) === resource.path)
      .map((path): [string, FileType] => [path.slice(path.lastIndexOf('/') + 1), FileType.File]);
    return [...(await this.caches.readdir(resource)), ...kept];
  }

  async readFile(resource: URI): Promise<Uint8Array> {
    const key = keyOf(resource.path);
    return key === undefined ? this.caches.readFile(resource) : bytes(this.text(key, resource));
  }

  async writeFile(resource: URI, content: Uint8Array, options: IFileWriteOptions): Promise<void> {
    const key = keyOf(resource.path);
    if (key === undefined) return this.caches.writeFile(resource, content, options);
    const there = this.texts.get(key) !== undefined;
    if (there ? !options.overwrite : !options.create) {
      throw FileSystemProviderError.create(
        `${resource.path} ${there ? 'is there already' : 'is not there'}`,
        there ? FileSystemProviderErrorCode.FileExists : FileSystemProviderErrorCode.FileNotFound,
      );
    }
    this.texts.set(key, new TextDecoder().decode(content));
    this.changed(key, resource, there ? FileChangeType.UPDATED : FileChangeType.ADDED);
  }

  /** Writes a text of ours at once, and tells the workbench, which has not asked for it. */
  put(key: string, change: (text: string) => string | undefined): void {
    const path = pathOf(key);
    const text = change(this.texts.get(key) ?? '{}');
    if (path === undefined || text === undefined || text === this.texts.get(key)) return;
    this.texts.set(key, text);
    this.changed(key, URI.from({ scheme: SCHEME, path }));
  }

  mkdir(resource: URI): Promise<void> {
    return this.caches.mkdir(resource);
  }

  async delete(resource: URI, options: IFileDeleteOptions): Promise<void> {
    const key = keyOf(resource.path);
    if (key === undefined) return this.caches.delete(resource, options);
    this.text(key, resource);
    this.texts.set(key, undefined);
    this.changed(key, resource);
  }

  async rename(from: URI, to: URI, { overwrite }: IFileOverwriteOptions): Promise<void> {
    if (keyOf(from.path) === undefined && keyOf(to.path) === undefined) {
      return this.caches.rename(from, to, { overwrite });
    }
    const content = await this.readFile(from);
    await this.writeFile(to, content, { create: true, overwrite, unlock: false, atomic: false });
    await this.delete(from, { recursive: false, useTrash: false, atomic: false });
  }

  private async makeFolders(): Promise<void> {
    for (const path of ['/User', '/User/snippets']) {
      await this.caches.mkdir(URI.from({ scheme: SCHEME, path }));
    }
  }

  private text(key: string, resource: URI): string {
    const text = this.texts.get(key);
    if (text !== undefined) return text;
    const message = `${resource.path} is not there`;
    throw FileSystemProviderError.create(message, FileSystemProviderErrorCode.FileNotFound);
  }

  private changed(key: string, resource: URI, type = FileChangeType.UPDATED): void {
    const gone = this.texts.get(key) === undefined;
    this.written.set(key, Math.max(Date.now(), (this.written.get(key) ?? 0) + 1));
    this.changes.fire([{ type: gone ? FileChangeType.DELETED : type, resource }]);
  }
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
