import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event';
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../../common/src/api.ts';
import type { BuffersClose, BuffersListing, BuffersUpdate } from '../../../protocol/src/index.ts';
import type { AgentEvents } from '../agent.ts';
import { WorkspacePaths } from '../workspacePaths.ts';
import { AgentBackups } from './agentBackups.ts';
import { UnsavedTexts } from './unsavedTexts.ts';

/** As the agent does, as far as a page sees it. */
class TestingAgent {
  readonly texts = new Map<string, { text: string; version: number; at: number }>();
  readonly listeners: Partial<AgentEvents>[] = [];
  lost = false;
  refuse: ApiError | undefined;

  listen(listener: Partial<AgentEvents>): void {
    this.listeners.push(listener);
  }

  on(): void {
    // no other page tells anything here
  }

  call(method: string, params: object): Promise<unknown> {
    if (this.lost) return Promise.reject(new ApiError(0, 'connection.lost', 'lost'));
    if (method === 'buffer/close') this.texts.delete((params as BuffersClose).id);
    else if (method === 'buffer/update') return this.update(params as BuffersUpdate);
    const listing: BuffersListing = { buffers: [] };
    return Promise.resolve(listing);
  }

  private update({ id, version, edits }: BuffersUpdate): Promise<unknown> {
    if (this.refuse !== undefined) return Promise.reject(this.refuse);
    const had = this.texts.get(id);
    if (version !== 0 && had?.version !== version)
      return Promise.reject(new ApiError(0, 'conflict', 'another version'));
    let text = version === 0 ? '' : (had?.text ?? '');
    for (const edit of edits)
      text = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
    const next = (had?.version ?? 0) + 1;
    this.texts.set(id, { text, version: next, at: Date.now() });
    return Promise.resolve({ version: next });
  }

  connected(connected: boolean): void {
    for (const listener of this.listeners) listener.connected?.(connected);
  }

  only(): string | undefined {
    return [...this.texts.values()][0]?.text;
  }
}

/** One open file, as the workbench shows it to a tracker. */
class TestingEditor {
  readonly resource = URI.from({ scheme: 'joy', path: '/blinky/top.v' });
  readonly typeId = '';
  readonly name = 'top.v';
  readonly dirty = new Emitter<unknown>();
  readonly content = new Emitter<unknown>();
  text = 'module top;\n';
  isDirty = false;
  private readonly none = new Emitter<unknown>();

  readonly copy = {
    resource: this.resource,
    typeId: '',
    name: 'top.v',
    isModified: () => this.isDirty,
    backup: () => Promise.resolve({ meta: { mtime: 1, ctime: 1, size: 12 } }),
  };
  readonly copies = {
    onDidRegister: this.none.event,
    onDidUnregister: this.none.event,
    onDidChangeDirty: this.dirty.event,
    onDidChangeContent: this.none.event,
    modifiedWorkingCopies: [],
  };
  readonly models = {
    getModel: () => ({
      getValue: () => this.text,
      getLanguageId: () => 'verilog',
      onDidChangeContent: this.content.event,
    }),
  };

  type(text: string): void {
    const rangeOffset = this.text.length;
    this.text += text;
    this.content.fire({ changes: [{ rangeOffset, rangeLength: 0, text }] });
    this.becomes(true);
  }

  becomes(dirty: boolean): void {
    if (this.isDirty === dirty) return;
    this.isDirty = dirty;
    this.dirty.fire(this.copy);
  }
}

describe('the texts of unsaved editors', () => {
  let agent: TestingAgent;
  let editor: TestingEditor;
  let texts: UnsavedTexts;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('window', globalThis);
    agent = new TestingAgent();
    editor = new TestingEditor();
    const paths = new WorkspacePaths('blinky');
    const page = { now: 'page1', before: null };
    const backups = new AgentBackups([], paths);
    texts = new UnsavedTexts(
      agent as never,
      paths,
      page,
      backups,
      editor.models as never,
      editor.copies as never,
    );
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('are at the agent at most half a second behind, although nobody stops typing', async () => {
    const behind: number[] = [];
    for (let i = 0; i < 400; i++) {
      editor.type(`w${i} `);
      await vi.advanceTimersByTimeAsync(50);
      const there = agent.only() ?? '';
      expect(editor.text.startsWith(there)).toBe(true);
      behind.push((editor.text.match(/w\d+/g)?.length ?? 0) - (there.match(/w\d+/g)?.length ?? 0));
    }
    expect(Math.max(...behind) * 50).toBeLessThanOrEqual(500);
  });

  it('are given up once they are saved', async () => {
    editor.type('x');
    await vi.advanceTimersByTimeAsync(500);
    expect(agent.texts.size).toBe(1);
    editor.becomes(false);
    await vi.advanceTimersByTimeAsync(10);
    expect(agent.texts.size).toBe(0);
    expect(texts.unsent()).toEqual([]);
  });

  it('are listed while there is no connection, and sent once when it is back', async () => {
    editor.type('before ');
    await vi.advanceTimersByTimeAsync(500);
    agent.lost = true;
    agent.connected(false);
    editor.type('without ');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(texts.unsent()).toEqual([{ name: 'top.v' }]);
    expect(texts.isSent(editor.resource)).toBe(false);

    agent.lost = false;
    agent.connected(true);
    await vi.advanceTimersByTimeAsync(100);
    expect(agent.only()).toBe('module top;\nbefore without ');
    expect(texts.isSent(editor.resource)).toBe(true);
  });

  it('say why the agent does not take one', async () => {
    agent.refuse = new ApiError(0, 'request.too_large', 'save it');
    editor.type('x');
    await vi.advanceTimersByTimeAsync(500);
    expect(texts.unsent()).toEqual([{ name: 'top.v', problem: 'save it' }]);
  });
});
