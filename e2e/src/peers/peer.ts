import type { BrowserContextOptions } from 'playwright-core';

/** An editor in the browser, over a folder with the same files. */
export interface Peer {
  readonly name: string;
  /** Where a person's work opens. */
  readonly address: string;
  /** What a fresh profile begins with: it is signed in, and nothing is kept in it. */
  readonly profile: BrowserContextOptions;
  stop(): Promise<void>;
}
