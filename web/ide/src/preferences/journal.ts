import type { Kept, Version } from './keptTexts.ts';

interface Entry {
  readonly text?: string;
  readonly base?: Version;
}

/** What is not at the server yet, in a place that outlives the tab; a person's, not a browser's. */
export class Journal {
  private readonly prefix: string;

  constructor(
    person: string,
    private readonly place: Storage = localStorage,
  ) {
    this.prefix = `joy.preferences.${person}.`;
  }

  set(key: string, { text, base, mine }: Kept): void {
    const entry: Entry = {
      ...(text === undefined ? {} : { text }),
      ...(base === undefined ? {} : { base }),
    };
    try {
      if (mine) this.place.setItem(this.prefix + key, JSON.stringify(entry));
      else if (this.read(key)?.text === text) this.place.removeItem(this.prefix + key);
    } catch (error) {
      console.warn(`${key} would not outlive this tab`, error);
    }
  }

  left(): [key: string, entry: Entry][] {
    return Object.keys(this.place)
      .filter((name) => name.startsWith(this.prefix))
      .flatMap((name) => {
        const key = name.slice(this.prefix.length);
        const entry = this.read(key);
        return entry === undefined ? [] : [[key, entry]];
      });
  }

  private read(key: string): Entry | undefined {
    const text = this.place.getItem(this.prefix + key);
    if (text === null) return undefined;
    try {
      return JSON.parse(text) as Entry;
    } catch {
      this.place.removeItem(this.prefix + key); // no entry of ours
      return undefined;
    }
  }
}
