import { runWhenGlobalIdle } from '@codingame/monaco-vscode-api/vscode/vs/base/common/async';
import type * as vscode from 'vscode';
import { explain } from '../../../common/src/messages.ts';
import type { Agent } from '../agent.ts';
import type { WorkspacePaths } from '../fileSystem.ts';

/** After the workbench: what a person sees first is on its way until then. */
const EARLIEST_MILLIS = 2_000;
const LATEST_MILLIS = 5_000;

/** Tasks come when the page has nothing else to do: they are no part of what a first load waits for. */
export function offerTasks(workbench: typeof vscode, agent: Agent, paths: WorkspacePaths): void {
  setTimeout(() => runWhenGlobalIdle(start, LATEST_MILLIS), EARLIEST_MILLIS);

  function start(): void {
    import('./service.ts')
      .then(({ startTasks }) => startTasks(agent, paths))
      .catch((error: unknown) => {
        console.error('tasks', error);
        void workbench.window.showErrorMessage(
          `Tasks can’t be run in this window: ${explain(error)} Reload the window to try again.`,
        );
      });
  }
}
