import type { FileStat } from '../../protocol/src/index.ts';

interface Version {
  readonly etag: string | undefined;
  readonly real: number;
  readonly size: number;
  readonly shown: number;
}

/**
 * What the workbench last saw of each file. It takes a file for changed only when its time moved
 * *forward*; a checkout or an unpacked archive may bring an older one. So an older time is shown as
 * a newer one. The ETag alone would not do: after a move of the session it differs for equal files.
 */
export class FileVersions {
  private readonly known = new Map<string, Version | null>();

  /** The time of change to show. */
  seen(path: string, { etag, modified, size, kind }: FileStat): number {
    const last = this.known.get(path);
    const same = last?.real === modified && last.size === size;
    const shown =
      last === undefined || last === null
        ? modified
        : same
          ? last.shown
          : Math.max(modified, last.shown + 1);
    if (kind === 'file') this.known.set(path, { etag, real: modified, size, shown });
    return shown;
  }

  /** Every file that was looked at and was there. */
  *files(): Iterable<string> {
    for (const [path, version] of this.known) if (version !== null) yield path;
  }

  missing(path: string): void {
    this.known.set(path, null);
  }

  /** What an editor that is opened again had loaded, maybe in another page. */
  loaded(path: string, modified: number, size: number): void {
    this.known.set(path, { etag: undefined, real: modified, size, shown: modified });
  }

  /** The ETag of the file that a save replaces; null when there was none, undefined when unknown. */
  expected(path: string): string | null | undefined {
    const last = this.known.get(path);
    return last === null ? null : last?.etag;
  }
}
