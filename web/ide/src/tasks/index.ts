import { runWhenGlobalIdle } from '@codingame/monaco-vscode-api/vscode/vs/base/common/async';
import { KeyCode, KeyMod } from '@codingame/monaco-vscode-api/vscode/vs/base/common/keyCodes';
import { ICommandService } from '@codingame/monaco-vscode-api/vscode/vs/platform/commands/common/commands.service';
import {
  KeybindingsRegistry,
  KeybindingWeight,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/keybinding/common/keybindingsRegistry';
import type * as vscode from 'vscode';
import { explain } from '../../../common/src/messages.ts';
import type { Agent } from '../agent.ts';
import type { WorkspacePaths } from '../fileSystem.ts';

/** After the workbench: what a person sees first is on its way until then. */
const EARLIEST_MILLIS = 2_000;
const LATEST_MILLIS = 5_000;
const BUILD = 'workbench.action.tasks.build';

type Load = () => Promise<boolean>;
let offer: (load: Load) => void;
const offered = new Promise<Load>((resolve) => {
  offer = resolve;
});

/** Who wants to build doesn't wait for an idle moment. The task service's own command replaces this one. */
KeybindingsRegistry.registerCommandAndKeybindingRule({
  id: BUILD,
  weight: KeybindingWeight.WorkbenchContrib,
  when: undefined,
  primary: KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyB,
  handler: (services) => void build(services.get(ICommandService)),
});

async function build(commands: ICommandService): Promise<void> {
  const load = await offered;
  if (await load()) await commands.executeCommand(BUILD);
}

/** Tasks come when the page has nothing else to do: they are no part of what a first load waits for. */
export function offerTasks(workbench: typeof vscode, agent: Agent, paths: WorkspacePaths): void {
  let loading: Promise<boolean> | undefined;
  const load: Load = () => (loading ??= start());
  offer(load);
  setTimeout(() => runWhenGlobalIdle(() => void load(), LATEST_MILLIS), EARLIEST_MILLIS);

  async function start(): Promise<boolean> {
    try {
      const { startTasks } = await import('./service.ts');
      await startTasks(agent, paths);
      return true;
    } catch (error) {
      console.error('tasks', error);
      void workbench.window.showErrorMessage(
        `Tasks can’t be run in this window: ${explain(error)} Reload the window to try again.`,
      );
      return false;
    }
  }
}
