import type { Target } from '../../../flash/src/boards.ts';

const KEY = 'joy.boards';
const MOST = 16;

/** What a person chose for a board. */
export interface Choice {
  /** Its id in the table, where the device fits several. */
  readonly board?: string;
  readonly target?: Target;
  /** What it is called, for when it isn't there. */
  readonly name: string;
}

/** Choices are this browser's: boards are plugged into this computer. The last used comes first. */
export class Memory {
  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'>) {}

  of(key: string): Choice | undefined {
    return this.all().find(([at]) => at === key)?.[1];
  }

  /** The name of the board that was used last. */
  last(): string | undefined {
    return this.all()[0]?.[1].name;
  }

  keep(key: string, choice: Choice): void {
    const others = this.all().filter(([at]) => at !== key);
    this.storage.setItem(KEY, JSON.stringify([[key, choice], ...others].slice(0, MOST)));
  }

  private all(): [string, Choice][] {
    try {
      const read: unknown = JSON.parse(this.storage.getItem(KEY) ?? '[]');
      return Array.isArray(read) ? read.filter(isEntry) : [];
    } catch {
      return []; // written by something else
    }
  }
}

function isEntry(entry: unknown): entry is [string, Choice] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const choice: unknown = entry[1];
  return (
    typeof choice === 'object' &&
    choice !== null &&
    'name' in choice &&
    typeof choice.name === 'string'
  );
}
