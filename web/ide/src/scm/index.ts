// Source control: the agent runs git, VS Code's own view shows it.
import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions';
import type { UriComponents } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { registerCustomProvider } from '@codingame/monaco-vscode-files-service-override';
import { explain } from '../../../common/src/messages.ts';
import type { Agent } from '../agent.ts';
import type { WorkspacePaths } from '../fileSystem.ts';
import { registerBranchCommands } from './branchCommands.ts';
import { registerChangeCommands } from './changeCommands.ts';
import { ChangeMarks } from './changeMarks.ts';
import { type Bench, registering } from './commandSet.ts';
import { registerCommitCommands } from './commitCommands.ts';
import { decorateFiles } from './decorations.ts';
import type { LineChange } from './lineChanges.ts';
import { GIT_SCHEME, GitFileSystem } from './gitFileSystem.ts';
import { History } from './history.ts';
import { manifest } from './manifest.ts';
import { Repository } from './repository.ts';
import { SourceControlView } from './sourceControl.ts';
import { registerStashCommands } from './stashCommands.ts';
import { registerTransferCommands } from './transferCommands.ts';

const extension = registerExtension(manifest, ExtensionHostKind.LocalProcess, { system: true });

/**
 * Prepares source control; its scheme can be registered only before the workbench is initialized.
 *
 * @returns shows it, once the workbench is there
 */
export function sourceControl(agent: Agent, paths: WorkspacePaths): () => Promise<void> {
  const repository = new Repository(agent);
  const old = new GitFileSystem(repository, paths);
  registerCustomProvider(GIT_SCHEME, old);
  return () => show(repository, old, paths);
}

async function show(
  repository: Repository,
  old: GitFileSystem,
  paths: WorkspacePaths,
): Promise<void> {
  const api = await extension.getApi();
  const output = api.window.createOutputChannel('Git');
  const view = new SourceControlView(api, repository, old, paths);
  decorateFiles(api, repository, paths);

  const bench: Bench = { api, repository, view, output };
  const register = registering(bench);
  registerChangeCommands(bench, register);
  registerCommitCommands(bench, register);
  registerTransferCommands(bench, register);
  registerBranchCommands(bench, register);
  registerStashCommands(bench, register);
  register('git.showOutput', () => {
    output.show(true);
    return Promise.resolve();
  });

  await repository.start();
  const does =
    (command: string) => (uri: UriComponents, changes: readonly LineChange[], at: number) =>
      void api.commands.executeCommand(command, api.Uri.from(uri), changes, at);
  const marks = await ChangeMarks.show({
    stage: does('git.stageChange'),
    revert: does('git.revertChange'),
    peeking: (open) => void api.commands.executeCommand('setContext', 'joyGit.peeking', open),
  });
  register('git.nextChange', () => marks.go('next'));
  register('git.previousChange', () => marks.go('previous'));
  api.commands.registerCommand('git.closeChange', () => {
    marks.closePeek();
  });
  const history = new History(api, repository, view);
  // in this order: what it tells before it is listened to isn't heard, and nothing asks for it again
  view.control.historyProvider = history;
  await history.refresh();
  repository.listen({
    refs: () => {
      history.refresh().catch((error: unknown) => {
        console.warn('the history was not read:', explain(error));
      });
    },
  });
}
