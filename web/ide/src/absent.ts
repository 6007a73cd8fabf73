/**
 * Paths that are known not to be there, until something changes there: the workbench looks
 * for its `.vscode/*.json` dozens of times while it starts.
 */
export class Absent {
  private readonly paths = new Set<string>();

  /** Begins with what isn't in the workspace's root. */
  static of(root: readonly { readonly name: string }[], ...names: string[]): Absent {
    const absent = new Absent();
    for (const name of names) if (!root.some((entry) => entry.name === name)) absent.add(name);
    return absent;
  }

  add(path: string): void {
    this.paths.add(path);
  }

  /** Whether it or a folder above it is known to be missing. */
  has(path: string): boolean {
    for (let at = path; at !== ''; at = parent(at)) if (this.paths.has(at)) return true;
    return false;
  }

  /** Something happened there: what is above and below it has to be looked at again. */
  changed(path: string): void {
    for (let at = path; at !== ''; at = parent(at)) this.paths.delete(at);
    const below = path === '' ? '' : path + '/';
    for (const known of this.paths) if (known.startsWith(below)) this.paths.delete(known);
  }
}

function parent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
