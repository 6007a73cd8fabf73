import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import type {
  IStorageDatabase,
  IStorageItemsChangeEvent,
  IUpdateRequest,
} from '@codingame/monaco-vscode-api/vscode/vs/base/parts/storage/common/storage';
import {
  StorageScope,
  StorageTarget,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage';
import type { IStorageService } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage.service';
import { STATE } from './keys.ts';
import type { KeptTexts } from './keptTexts.ts';

/** What a browser can find again by itself, and large: icons, 97 KB of 120. */
const CACHED = 'iconThemeData';

/** What the workbench remembers, as one text that follows the person. */
export class KeptStorage implements IStorageDatabase {
  private readonly changes = new Emitter<IStorageItemsChangeEvent>();
  readonly onDidChangeItemsExternal = this.changes.event;
  private known: Map<string, string>;

  constructor(
    private readonly texts: KeptTexts,
    private readonly key: string,
  ) {
    this.known = this.items();
    texts.listen((changed) => {
      if (changed === key) this.tell();
    });
  }

  getItems(): Promise<Map<string, string>> {
    const all = new Map(this.known);
    const icons = localStorage.getItem('joy.' + CACHED);
    if (this.key === STATE && icons !== null) all.set(CACHED, icons);
    return Promise.resolve(all);
  }

  updateItems({ insert, delete: removed }: IUpdateRequest): Promise<void> {
    insert?.forEach((value, key) => {
      if (key === CACHED) cache(value);
      else this.known.set(key, value);
    });
    removed?.forEach((key) => this.known.delete(key));
    this.texts.set(this.key, JSON.stringify(Object.fromEntries(this.known)));
    return Promise.resolve();
  }

  /** What the workbench has set and not written yet. */
  catchUp(items: Map<string, string>): void {
    void this.updateItems({ insert: items });
  }

  /** The server's copy is made of it by then; nothing has to be tidied. */
  optimize(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.changes.dispose();
    return Promise.resolve();
  }

  private items(): Map<string, string> {
    const text = this.texts.get(this.key);
    if (text === undefined) return new Map();
    try {
      return new Map(Object.entries(JSON.parse(text) as Record<string, string>));
    } catch (error) {
      console.warn(`${this.key} can’t be read; it begins anew`, error);
      return new Map();
    }
  }

  private tell(): void {
    const now = this.items();
    const before = this.known;
    this.known = now;
    const changed = new Map([...now].filter(([key, value]) => before.get(key) !== value));
    const deleted = new Set([...before.keys()].filter((key) => !now.has(key)));
    if (changed.size > 0 || deleted.size > 0) this.changes.fire({ changed, deleted });
  }
}

function cache(value: string): void {
  try {
    localStorage.setItem('joy.' + CACHED, value);
  } catch (error) {
    console.info('icons are made again at the next start:', error);
  }
}

/** One memory of the person, and one of the project. */
export class Storages {
  private readonly person: KeptStorage;
  private readonly project: KeptStorage;

  constructor(texts: KeptTexts, layout: string) {
    this.person = new KeptStorage(texts, STATE);
    this.project = new KeptStorage(texts, layout);
  }

  factories() {
    return {
      [StorageScope.APPLICATION]: () => this.person,
      [StorageScope.WORKSPACE]: () => this.project,
    };
  }

  /**
   * All is set when this returns. The workbench itself writes sizes and open editors every 5 s, and
   * then a moment later: of a page that goes they would be lost.
   */
  save(memory: IStorageService): void {
    void memory.flush(); // tells every part of the workbench, at once, to say what it has
    this.person.catchUp(items(memory, StorageScope.APPLICATION));
    this.project.catchUp(items(memory, StorageScope.WORKSPACE));
  }
}

function items(memory: IStorageService, scope: StorageScope): Map<string, string> {
  const keys = [StorageTarget.USER, StorageTarget.MACHINE].flatMap((target) =>
    memory.keys(scope, target),
  );
  return new Map(keys.map((key) => [key, memory.get(key, scope, '')]));
}
