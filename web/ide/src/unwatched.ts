import type * as vscode from 'vscode';
import type { Agent } from './agent.ts';

const NEXT =
  'What a terminal changes is shown when you come back to this window or refresh the explorer. ' +
  'Fewer folders in the workspace, then a reload, and changes are seen at once again.';

/** Where changes were not told one by one, the explorer reads its folders anew: nobody tells it which. */
export function refreshWhenUntold(api: typeof vscode, agent: Agent): void {
  agent.listen({
    changed: ({ overflow }) => {
      if (overflow) void api.commands.executeCommand('workbench.files.action.refreshFilesExplorer');
    },
  });
}

/** Says that changes of files aren't seen at once, and why: once aloud, then in the status bar. */
export function showUnwatched(api: typeof vscode, agent: Agent): void {
  let item: vscode.StatusBarItem | undefined;
  agent.listen({
    unwatched: (reason) => {
      item ??= api.window.createStatusBarItem('joy.unwatched', api.StatusBarAlignment.Right, 15);
      item.name = 'Unwatched files';
      item.text = '$(eye-closed) changes not seen';
      item.tooltip = `Files are not watched: ${reason}. ${NEXT}`;
      item.show();
      void api.window.showWarningMessage(`Files are not watched: ${reason}. ${NEXT}`);
    },
  });
}
