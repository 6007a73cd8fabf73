import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import {
  FileSystemProviderError,
  FileSystemProviderErrorCode,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files';

export const SCHEME = 'joy';

/** The authority of files that are not in the workspace, by absolute path: they can only be read. */
export const OUTSIDE = 'outside';

/** The workspace's folder carries the project's name, as a folder on disk would. */
export class WorkspacePaths {
  constructor(readonly project: string) {}

  uri(path: string): URI {
    return URI.from({ scheme: SCHEME, path: `/${this.project}${path === '' ? '' : '/' + path}` });
  }

  /** The agent's path: relative to the workspace. */
  path(uri: { readonly path: string; readonly authority?: string }): string {
    if (uri.authority === OUTSIDE) return uri.path;
    const root = `/${this.project}`;
    if (uri.path === root || uri.path === root + '/') return '';
    if (uri.path.startsWith(root + '/')) return uri.path.slice(root.length + 1);
    throw FileSystemProviderError.create(
      `${uri.path} is outside the workspace`,
      FileSystemProviderErrorCode.FileNotFound,
    );
  }
}
