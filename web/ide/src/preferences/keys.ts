// Which of the workbench's own files follow a person, and by which key.
const SNIPPETS = '/User/snippets';
const SNIPPET = 'user.snippets:';
const FILES = ['settings.json', 'keybindings.json', 'tasks.json'];

/** Keys of what is a person's, in whatever project. */
export const PERSONS = 'user.';

export const SETTINGS = 'user.settings.json';

/** What the workbench remembers of a person, in whatever project. */
export const STATE = 'user.state';

/** The key of a project's layout: open editors, sizes, what was folded. */
export function layoutOf(project: string): string {
  return `layout:${project.replace('/', ':')}:`; // ends it: a prefix finds no other project's
}

export function keyOf(path: string): string | undefined {
  const name = path.slice('/User/'.length);
  if (FILES.includes(name) && path === '/User/' + name) return 'user.' + name;
  return path.startsWith(SNIPPETS + '/')
    ? SNIPPET + escaped(path.slice(SNIPPETS.length + 1))
    : undefined;
}

export function pathOf(key: string): string | undefined {
  if (key.startsWith(SNIPPET)) return `${SNIPPETS}/${plain(key.slice(SNIPPET.length))}`;
  const name = key.slice('user.'.length);
  return key.startsWith('user.') && FILES.includes(name) ? '/User/' + name : undefined;
}

/** What a person calls it. */
export function nameOf(key: string): string {
  if (key.startsWith(SNIPPET)) return `Your snippets “${plain(key.slice(SNIPPET.length))}”`;
  return (
    {
      'user.settings.json': 'Your settings',
      'user.keybindings.json': 'Your keyboard shortcuts',
      'user.tasks.json': 'Your tasks',
    }[key] ?? 'The layout'
  );
}

/** A file may be named as a key may not. */
function escaped(name: string): string {
  return name.replace(/[^A-Za-z0-9.-]/gu, (one) => `~${(one.codePointAt(0) ?? 0).toString(16)}~`);
}

function plain(name: string): string {
  return name.replace(/~([0-9a-f]+)~/g, (_, code: string) =>
    String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
