import { ApiError } from '../../../common/src/api.ts';
import { merged } from './merged.ts';

const CHANGED = 412;
/** Of these a later try may come out differently. */
const PASSING = [401, 403, 408, 429];

/** A text as the server has it. */
export interface Version {
  readonly etag: string;
  readonly text: string;
}

export interface Kept {
  /** None once it was deleted. */
  readonly text: string | undefined;
  /** What it was made of; none of a text that the server never had. */
  readonly base?: Version | undefined;
  /** Set here, and not at the server yet. */
  readonly mine: boolean;
}

/** Where texts are kept; a test gives its own. */
export interface TextStore {
  get(key: string): Promise<Version | undefined>;
  /** The new version. A 412 when the server's is not `etag`. */
  put(key: string, text: string, etag: string | undefined): Promise<string>;
  delete(key: string): Promise<void>;
}

/** What happens around texts. */
export interface TextEvents {
  /** Set here, or saved at last: for a place that outlives the page, and for other tabs. */
  set(key: string, kept: Kept): void;
  /** Both sides changed it, and of the other's some is gone: these settings, or all of it. */
  overruled(key: string, settings: readonly string[] | undefined, other: string): void;
  /** The server will not take it as it is. */
  refused(key: string, error: ApiError): void;
  /** Before a text is sent: soon, to send several changes as one. */
  soon(key: string): Promise<void>;
  /** Before it is tried again. */
  later(): Promise<void>;
}

/**
 * Texts by key that follow a person: at hand at once, at the server soon. What another tab or
 * device wrote meanwhile is merged with ours.
 */
export class KeptTexts {
  private readonly texts = new Map<string, Kept>();
  private readonly saving = new Map<string, Promise<void>>();
  private readonly listeners: ((key: string) => void)[] = [];

  constructor(
    private readonly store: TextStore,
    private readonly events: TextEvents,
  ) {}

  /** Called when a text changed that was not set here. */
  listen(listener: (key: string) => void): void {
    this.listeners.push(listener);
  }

  keys(): string[] {
    return [...this.texts].flatMap(([key, { text }]) => (text === undefined ? [] : [key]));
  }

  get(key: string): string | undefined {
    return this.texts.get(key)?.text;
  }

  set(key: string, text: string | undefined): void {
    const there = this.texts.get(key);
    if (there?.text === text) return;
    this.keep(key, { text, base: there?.base, mine: true });
    this.save(key);
  }

  /** What was set here once and never arrived. */
  left(key: string, text: string | undefined, base: Version | undefined): void {
    const there = this.texts.get(key);
    this.texts.set(key, { text, base, mine: true });
    if (there?.base !== undefined && there.base.etag !== base?.etag) this.take(key, there.base);
    this.save(key);
  }

  private take(key: string, there: Version | undefined): void {
    const ours = this.texts.get(key);
    if (ours?.mine !== true) this.show(key, { text: there?.text, base: there, mine: false });
    else if (there?.etag !== ours.base?.etag) this.merge(key, ours, there?.text, there);
  }

  /** Takes all that the server has, but for what was set or sent while it was asked; nothing when it can't be asked. */
  async refresh(ask: () => Promise<ReadonlyMap<string, Version> | undefined>): Promise<void> {
    const before = new Map(this.texts);
    const there = await ask();
    if (there === undefined) return;
    for (const key of new Set([...there.keys(), ...before.keys()])) {
      if (this.texts.get(key) === before.get(key)) this.take(key, there.get(key));
    }
  }

  /** What another tab has set; that tab sees to it that it gets to the server. */
  heard(key: string, text: string | undefined, base: Version | undefined): void {
    const ours = this.texts.get(key);
    if (ours?.mine === true) this.merge(key, ours, text, base);
    else this.show(key, { text, base, mine: false });
  }

  /** When nothing is on its way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.saving.values());
  }

  private merge(
    key: string,
    ours: Kept,
    theirs: string | undefined,
    base: Version | undefined,
  ): void {
    if (ours.text === undefined || theirs === undefined) {
      this.keep(key, { ...ours, base, mine: ours.text !== base?.text });
      return;
    }
    const result = merged(ours.base?.text ?? '', ours.text, theirs);
    const text = result?.text ?? ours.text;
    if (result === undefined) this.events.overruled(key, undefined, theirs);
    else if (result.overruled.length > 0) this.events.overruled(key, result.overruled, theirs);
    this.keep(key, { text, base, mine: text !== base?.text });
    if (text !== ours.text) this.tell(key);
  }

  private show(key: string, kept: Kept): void {
    const before = this.get(key);
    this.texts.set(key, kept);
    if (before !== kept.text) this.tell(key);
  }

  private keep(key: string, kept: Kept): void {
    this.texts.set(key, kept);
    this.events.set(key, kept);
  }

  private tell(key: string): void {
    this.listeners.forEach((listener) => {
      listener(key);
    });
  }

  private save(key: string): void {
    if (this.saving.has(key)) return; // the round that runs takes the latest text
    const done = this.rounds(key).finally(() => this.saving.delete(key));
    this.saving.set(key, done);
  }

  private async rounds(key: string): Promise<void> {
    for (;;) {
      await this.events.soon(key);
      const kept = this.texts.get(key);
      if (kept?.mine !== true) return;
      try {
        const base = await this.send(key, kept);
        const now = this.texts.get(key) ?? kept;
        this.keep(key, { ...now, base, mine: now.text !== kept.text });
      } catch (error) {
        if (!(error instanceof ApiError)) await this.events.later();
        else if (error.status === CHANGED) await this.read(key);
        else if (error.status < 400 || error.status >= 500 || PASSING.includes(error.status))
          await this.events.later();
        else {
          this.events.refused(key, error);
          return;
        }
      }
    }
  }

  private async send(key: string, { text, base }: Kept): Promise<Version | undefined> {
    if (text !== undefined) return { etag: await this.store.put(key, text, base?.etag), text };
    if (base !== undefined) await this.store.delete(key);
    return undefined;
  }

  private async read(key: string): Promise<void> {
    try {
      this.take(key, await this.store.get(key));
    } catch {
      await this.events.later(); // the next round meets the 412 again, and reads again
    }
  }
}
