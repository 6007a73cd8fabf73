import type * as vscode from 'vscode';
import { ApiError } from '../../../common/src/api.ts';
import { explain } from '../../../common/src/messages.ts';

/** What a person can do at once about an error. */
const NEXT: Partial<Record<string, readonly [string, string]>> = {
  'git.rejected': ['Pull', 'git.pull'],
  'git.conflict': ['Show Changes', 'workbench.view.scm'],
  'git.in_the_way': ['Stash', 'git.stashUntracked'],
  'git.no_identity': ['Open Terminal', 'workbench.action.terminal.focus'],
  'git.auth': ['Open Terminal', 'workbench.action.terminal.focus'],
};

/** Runs a command; what goes wrong is said, with the next step as a button, and kept in the output. */
export async function telling(
  api: typeof vscode,
  output: vscode.OutputChannel,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const code = error instanceof ApiError ? error.code : '';
    const message = explain(error);
    output.appendLine(`${new Date().toLocaleTimeString()} ${message}\n`);
    if (code === 'git.cancelled') return;
    const next = NEXT[code];
    const show = 'Show Output';
    const chosen = await (code === 'git.nothing'
      ? api.window.showInformationMessage(message)
      : api.window.showErrorMessage(message, ...(next === undefined ? [] : [next[0]]), show));
    if (chosen === show) output.show(true);
    else if (chosen !== undefined && next !== undefined) {
      await api.commands.executeCommand(next[1]);
    }
  }
}
