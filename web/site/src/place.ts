/** Where in a project a page is: its address, read and written. */
export interface Place {
  readonly project: string;
  /** Undefined for the default branch. */
  readonly ref: string | undefined;
  /** A folder, unless {@link isFile}; the root is empty. */
  readonly path: string;
  readonly isFile: boolean;
}

export function placeOf(address: Pick<Location, 'pathname' | 'search'>): Place {
  const query = new URLSearchParams(address.search);
  const file = query.get('file');
  return {
    project: address.pathname.slice(1),
    ref: query.get('ref') ?? undefined,
    path: file ?? query.get('folder') ?? '',
    isFile: file !== null,
  };
}

export function addressOf(place: Place): string {
  const query = new URLSearchParams();
  if (place.ref !== undefined) query.set('ref', place.ref);
  if (place.path !== '') query.set(place.isFile ? 'file' : 'folder', place.path);
  const text = query.toString().replaceAll('%2F', '/');
  return `/${place.project}${text === '' ? '' : '?' + text}`;
}

/** The query of a REST call about a place. */
export function queryOf(place: Place): string {
  const query = new URLSearchParams({ path: place.path });
  if (place.ref !== undefined) query.set('ref', place.ref);
  return '?' + query.toString();
}

/** A path that stands in a file, from the project's root; undefined if it leads out of it. */
export function resolve(file: string, relative: string): string | undefined {
  const path = relative.startsWith('/') ? [] : file.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') {
      if (path.pop() === undefined) return undefined;
    } else if (part !== '.' && part !== '') {
      path.push(part);
    }
  }
  return path.join('/');
}
