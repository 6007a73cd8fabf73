import { describe, expect, it } from 'vitest';
import { FileVersions } from './fileVersions.ts';

const stat = (etag: string, modified: number, size = 10) => ({
  path: 'a.v',
  kind: 'file' as const,
  size,
  modified,
  created: 0,
  mode: 0o644,
  etag,
  readOnly: false,
});

describe('what was seen of a file', () => {
  it('shows a change although the file became older', () => {
    const versions = new FileVersions();
    expect(versions.seen('a.v', stat('1', 5_000))).toBe(5_000);
    const older = versions.seen('a.v', stat('2', 3_000));
    expect(older).toBeGreaterThan(5_000);
    expect(versions.seen('a.v', stat('2', 3_000))).toBe(older);
    expect(versions.expected('a.v')).toBe('2');
  });

  it('shows the same file after a move of the session as unchanged', () => {
    const versions = new FileVersions();
    versions.seen('a.v', stat('1', 5_000));
    expect(versions.seen('a.v', stat('other inode', 5_000))).toBe(5_000);
  });

  it('remembers that there was none, and what another page had loaded', () => {
    const versions = new FileVersions();
    versions.missing('a.v');
    expect(versions.expected('a.v')).toBeNull();
    expect(versions.expected('b.v')).toBeUndefined();
    versions.loaded('b.v', 5_000, 10);
    expect(versions.seen('b.v', stat('1', 4_000, 11))).toBeGreaterThan(5_000);
  });
});
