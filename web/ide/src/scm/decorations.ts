import type * as vscode from 'vscode';
import type { WorkspacePaths } from '../fileSystem.ts';
import { type Look, looksOf } from './describe.ts';
import type { Repository } from './repository.ts';

/** Letters and colours of changed files, in the explorer, on tabs and in the view. */
export function decorateFiles(
  api: typeof vscode,
  repository: Repository,
  paths: WorkspacePaths,
): void {
  const changed = new api.EventEmitter<vscode.Uri[]>();
  let looks = new Map<string, Look>();
  const root = paths.uri('');
  repository.listen({
    status: (status) => {
      const now = looksOf(status);
      const different = [...new Set([...looks.keys(), ...now.keys()])].filter(
        (path) => looks.get(path) !== now.get(path),
      );
      looks = now;
      if (different.length > 0)
        changed.fire(different.map((path) => api.Uri.from(paths.uri(path))));
    },
  });
  api.window.registerFileDecorationProvider({
    onDidChangeFileDecorations: changed.event,
    provideFileDecoration: (uri) => {
      if (uri.scheme !== root.scheme || !uri.path.startsWith(root.path + '/')) return undefined;
      const look = looks.get(paths.path(uri));
      if (look === undefined) return undefined;
      const color = new api.ThemeColor(look.color);
      const decoration = new api.FileDecoration(look.letter, look.title, color);
      decoration.propagate = look.letter !== 'D';
      return decoration;
    },
  });
}
