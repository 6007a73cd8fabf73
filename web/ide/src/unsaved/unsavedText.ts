import type { BuffersDocument, BuffersEdit } from '../../../protocol/src/index.ts';

/** A change of an editor's text, as the editor tells it: offsets and lengths in UTF-16 units. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** How texts reach the agent; fails with the code `conflict` when it has another version. */
export type SendUpdate = (
  id: string,
  version: number,
  document: BuffersDocument,
  edits: readonly BuffersEdit[],
) => Promise<number>;

/**
 * One unsaved text on its way to the agent: edits while the agent has what they start from, else
 * the whole text. One update at a time, so that none can overtake another.
 */
export class UnsavedText {
  /** Of the text at the agent; 0 when the whole text has to go. */
  private version = 0;
  private edits: BuffersEdit[] = [];
  private dirty = true;
  private running: Promise<void> | undefined;

  constructor(
    public id: string,
    private readonly newId: () => string,
    private readonly content: () => string,
    private readonly document: () => BuffersDocument,
    private readonly send: SendUpdate,
  ) {}

  /** Edits of one step of the editor, which all refer to the text before it. */
  changed(changes: readonly TextChange[]): void {
    this.dirty = true;
    if (this.version === 0) return;
    const lastFirst = [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset);
    for (const { rangeOffset, rangeLength, text } of lastFirst) {
      this.edits.push({ offset: rangeOffset, length: rangeLength, text });
    }
  }

  /** Nothing is known of what the agent has. */
  forget(): void {
    this.version = 0;
    this.edits = [];
    this.dirty = true;
  }

  /**
   * The agent says which version it has. A later one than it acknowledged is of an update that was
   * thought lost: then the text starts anew. An earlier one is old news.
   */
  heard(version: number): boolean {
    if (this.running !== undefined || this.version === 0 || version <= this.version) return false;
    this.forget();
    return true;
  }

  get isSent(): boolean {
    return !this.dirty && this.running === undefined;
  }

  /** Sends what there is; after it the agent has the text as it was at the call, or it throws. */
  flush(): Promise<void> {
    this.running ??= this.sendAll().finally(() => (this.running = undefined));
    return this.running;
  }

  /** When nothing is on its way any more, arrived or not. */
  async settled(): Promise<void> {
    await this.running?.catch(() => undefined);
  }

  private async sendAll(): Promise<void> {
    for (let tries = 0; this.dirty; tries++) {
      const version = this.version;
      const edits = version === 0 ? [{ offset: 0, length: 0, text: this.content() }] : this.edits;
      this.edits = [];
      this.dirty = false;
      // what is typed from here on is edits of the text that is on its way
      if (version === 0) this.version = -1;
      try {
        this.version = await this.send(this.id, version, this.document(), edits);
      } catch (error) {
        this.forget();
        if (!isConflict(error) || tries > 3) throw error;
        // version 0 refused: another page has taken this buffer, so that ours needs another
        if (version === 0) this.id = this.newId();
      }
    }
  }
}

function isConflict(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'conflict';
}
