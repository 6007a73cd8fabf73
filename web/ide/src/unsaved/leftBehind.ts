import { ApiError } from '../../../common/src/api.ts';
import type { BuffersContent, BuffersListing } from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';

const PAGE_KEY = 'joy.page';

/** This page's name as a writer. After a reload of the tab `before` is the one it had. */
export interface PageName {
  readonly now: string;
  readonly before: string | null;
}

/** A new name each time: a duplicated tab copies its storage, and two pages must not write as one. */
export function pageName(): PageName {
  const before = sessionStorage.getItem(PAGE_KEY);
  const now = newId();
  sessionStorage.setItem(PAGE_KEY, now);
  return { now, before };
}

export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** A text that some page left unsaved, and where it is opened again. */
export interface LeftBehind {
  readonly content: BuffersContent;
  /** Null: beside the file, as a text of its own, because another unsaved text of it comes first. */
  readonly path: string | null;
  readonly untitled: string;
}

/** Takes over what no connected page writes any more. What its file has meanwhile is dropped. */
export async function takeLeftBehind(agent: Agent, page: PageName): Promise<LeftBehind[]> {
  const { buffers } = await agent.call<BuffersListing>('buffer/list', { page: page.now });
  const free = buffers
    .filter((buffer) => !buffer.held || buffer.page === page.before)
    .sort((a, b) => b.version - a.version);
  const paths = new Set<string>();
  const names = new Set<string>();
  const all: LeftBehind[] = [];
  for (const { id, document } of free) {
    const content = await agent.call<BuffersContent>('buffer/take', { id, page: page.now });
    if (document.path !== undefined && (await fileIs(agent, document.path, content.text))) {
      await agent.call('buffer/close', { id, page: page.now });
      continue;
    }
    const path = document.path !== undefined && !paths.has(document.path) ? document.path : null;
    if (path !== null) paths.add(path);
    all.push({ content, path, untitled: unique(document.name, names) });
  }
  return all;
}

async function fileIs(agent: Agent, path: string, text: string): Promise<boolean> {
  try {
    return new TextDecoder().decode(await agent.read(path)) === text;
  } catch (error) {
    // gone, or a folder now, or not to be read: then the text is all there is
    if (error instanceof ApiError) return false;
    throw error;
  }
}

function unique(name: string, names: Set<string>): string {
  let free = name;
  for (let i = 2; names.has(free); i++) free = `${name}-${i}`;
  names.add(free);
  return free;
}
