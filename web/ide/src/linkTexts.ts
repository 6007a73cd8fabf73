/** A text in a line of output that may name a file, and a place in it (both from 1). */
export interface LinkText {
  readonly start: number;
  readonly length: number;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const MOST = 16;

/**
 * What compilers and simulators print: `top.v:3:5`, `top.v:3.5-3.9` (Yosys), `top.v(3,5)`,
 * `"top.v", line 3` and `File "run.py", line 3`.
 */
const PLACE =
  /(?<quoted>"(?<name>[^"]+)"(?:, line (?<after>\d+))?)|(?<path>[^\s"'`()<>|,;:[\]{}=*?]+)(?:[:(](?<line>\d+)(?:[:.,](?<column>\d+))?(?:-\d+(?:[.:]\d+)?)?\)?)?/g;

export function linksIn(text: string): LinkText[] {
  const links: LinkText[] = [];
  for (const match of text.matchAll(PLACE)) {
    const groups = match.groups ?? {};
    const path = groups['name'] ?? groups['path'] ?? '';
    if (!/[./]/.test(path) || /^[./]*$/.test(path)) continue;
    const line = Number(groups['line'] ?? groups['after'] ?? 1);
    const column = Number(groups['column'] ?? 1);
    links.push({ start: match.index, length: match[0].length, path, line, column });
    if (links.length === MOST) break;
  }
  return links;
}
