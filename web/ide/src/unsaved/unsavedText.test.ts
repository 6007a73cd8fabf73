import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../common/src/api.ts';
import type { BuffersDocument, BuffersEdit } from '../../../protocol/src/index.ts';
import { UnsavedText } from './unsavedText.ts';

/** As the agent does. */
class TestingAgentBuffers {
  text = '';
  version = 0;
  sent = 0;
  lost = false;
  taken = new Set<string>();

  update(id: string, version: number, edits: readonly BuffersEdit[]): Promise<number> {
    this.sent++;
    if (this.lost) return Promise.reject(new ApiError(0, 'connection.lost', 'lost'));
    if (this.taken.has(id) || (version !== 0 && version !== this.version))
      return Promise.reject(new ApiError(0, 'conflict', 'another version'));
    let text = version === 0 ? '' : this.text;
    for (const edit of edits)
      text = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
    this.text = text;
    return Promise.resolve(++this.version);
  }
}

/** An editor that tells of its changes. */
class TestingEditor {
  content = 'module a;\n';
  private ids = 0;

  constructor(private readonly agent: TestingAgentBuffers) {}

  readonly unsaved = new UnsavedText(
    'id0',
    () => `id${++this.ids}`,
    () => this.content,
    () => ({ name: 'a.v' }) satisfies BuffersDocument,
    (id, version, _, edits) => this.agent.update(id, version, edits),
  );

  replace(...changes: [offset: number, length: number, text: string][]): void {
    for (const [offset, length, text] of [...changes].sort((a, b) => b[0] - a[0]))
      this.content = this.content.slice(0, offset) + text + this.content.slice(offset + length);
    this.unsaved.changed(
      changes.map(([rangeOffset, rangeLength, text]) => ({ rangeOffset, rangeLength, text })),
    );
  }
}

describe('an unsaved text', () => {
  it('goes whole first and as edits then', async () => {
    const agent = new TestingAgentBuffers();
    const editor = new TestingEditor(agent);
    await editor.unsaved.flush();
    expect(agent.text).toBe('module a;\n');

    editor.replace([0, 0, '// one\n'], [7, 1, 'b']);
    editor.replace([0, 3, '']);
    await editor.unsaved.flush();

    expect(agent.text).toBe(editor.content);
    expect(agent.sent).toBe(2);
    expect(editor.unsaved.isSent).toBe(true);
  });

  it('has what was typed while it was on its way', async () => {
    const agent = new TestingAgentBuffers();
    const editor = new TestingEditor(agent);
    const first = editor.unsaved.flush();
    editor.replace([0, 0, 'x']);
    await first;
    expect(agent.text).toBe(editor.content);
  });

  it('goes whole again after a lost connection, without a word twice', async () => {
    const agent = new TestingAgentBuffers();
    const editor = new TestingEditor(agent);
    await editor.unsaved.flush();
    agent.lost = true;
    editor.replace([0, 0, 'lost? ']);
    await expect(editor.unsaved.flush()).rejects.toThrow('lost');
    editor.replace([0, 0, 'no: ']);
    agent.lost = false;
    await editor.unsaved.flush();
    expect(agent.text).toBe(editor.content);
  });

  it('goes whole again when the agent came back with an older text', async () => {
    const agent = new TestingAgentBuffers();
    const editor = new TestingEditor(agent);
    await editor.unsaved.flush();
    agent.text = 'older';
    agent.version = 7;
    editor.replace([0, 0, 'x']);
    await editor.unsaved.flush();
    expect(agent.text).toBe(editor.content);

    agent.text = 'of an update that was thought lost';
    agent.version = 20;
    expect(editor.unsaved.heard(3)).toBe(false);
    expect(editor.unsaved.heard(20)).toBe(true);
    await editor.unsaved.flush();
    expect(agent.text).toBe(editor.content);
  });

  it('takes another place when another page took its own', async () => {
    const agent = new TestingAgentBuffers();
    const editor = new TestingEditor(agent);
    await editor.unsaved.flush();
    agent.taken.add('id0');
    editor.replace([0, 0, 'x']);
    await editor.unsaved.flush();
    expect(editor.unsaved.id).toBe('id1');
    expect(agent.text).toBe(editor.content);
  });
});
