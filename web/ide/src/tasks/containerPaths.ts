import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { OUTSIDE, SCHEME, type WorkspacePaths } from '../workspacePaths.ts';

/** Where files are in the container, as tasks and compilers name them. */
export class ContainerPaths {
  constructor(
    private readonly paths: WorkspacePaths,
    private readonly workspace: string,
  ) {}

  path(uri: URI): string {
    if (uri.scheme !== SCHEME) return uri.path;
    const path = this.paths.path(uri);
    if (path.startsWith('/')) return path;
    return path === '' ? this.workspace : `${this.workspace}/${path}`;
  }

  uri(path: string): URI {
    if (path === this.workspace) return this.paths.uri('');
    const root = this.workspace + '/';
    if (path.startsWith(root)) return this.paths.uri(path.slice(root.length));
    return URI.from({ scheme: SCHEME, authority: OUTSIDE, path });
  }

  /** A folder that a task names. */
  absolute(path: string): string {
    if (path.startsWith('/')) return path;
    return path === '' || path === '.' ? this.workspace : `${this.workspace}/${path}`;
  }
}
