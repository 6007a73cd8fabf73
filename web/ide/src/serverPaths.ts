import type * as vscode from 'vscode';
import { OUTSIDE, SCHEME, type WorkspacePaths } from './fileSystem.ts';

interface Uris {
  parse(text: string): vscode.Uri;
  file(path: string): vscode.Uri;
  from(parts: { scheme: string; authority?: string; path: string }): vscode.Uri;
}

/** A language server knows files by where they are in the container, the workbench by project. */
export class ServerPaths {
  private readonly root: string;

  constructor(
    private readonly uris: Uris,
    private readonly paths: WorkspacePaths,
    workspace: string,
  ) {
    this.root = workspace.endsWith('/') ? workspace.slice(0, -1) : workspace;
  }

  toServer(uri: vscode.Uri): string {
    if (uri.scheme !== SCHEME) return uri.toString();
    const path = this.paths.path(uri);
    const absolute = path.startsWith('/') ? path : `${this.root}/${path}`;
    return this.uris.file(absolute).toString();
  }

  fromServer(text: string): vscode.Uri {
    const uri = this.uris.parse(text);
    if (uri.scheme !== 'file') return uri;
    if (uri.path === this.root) return this.own('');
    if (uri.path.startsWith(this.root + '/')) return this.own(uri.path.slice(this.root.length + 1));
    return this.uris.from({ scheme: SCHEME, authority: OUTSIDE, path: uri.path });
  }

  private own(path: string): vscode.Uri {
    return this.uris.from({ scheme: SCHEME, path: this.paths.uri(path).path });
  }
}
