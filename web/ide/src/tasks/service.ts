import {
  getService,
  IContextKeyService,
  IInstantiationService,
  IKeybindingService,
} from '@codingame/monaco-vscode-api';
import { Platform } from '@codingame/monaco-vscode-api/vscode/vs/base/common/platform';
import { ServiceCollection } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/serviceCollection';
import { IFileService } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files.service';
import { Registry } from '@codingame/monaco-vscode-api/vscode/vs/platform/registry/common/platform';
import { IWorkspaceContextService } from '@codingame/monaco-vscode-api/vscode/vs/platform/workspace/common/workspace.service';
import {
  ProcessExecutionSupportedContext,
  ShellExecutionSupportedContext,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/tasks/common/taskService';
import { ITaskService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/tasks/common/taskService.service';
import { IConfigurationResolverService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/configurationResolver/common/configurationResolver.service';
import {
  Extensions as OutputExtensions,
  type IOutputChannelRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/output/common/output';
import { AbstractTaskService } from '@codingame/monaco-vscode-task-service-override/vscode/vs/workbench/contrib/tasks/browser/abstractTaskService';
import { TaskService } from '@codingame/monaco-vscode-task-service-override/vscode/vs/workbench/contrib/tasks/browser/taskService';
import { TerminalTaskSystem } from '@codingame/monaco-vscode-task-service-override/vscode/vs/workbench/contrib/tasks/browser/terminalTaskSystem';
import type { Agent } from '../agent.ts';
import { SCHEME, type WorkspacePaths } from '../workspacePaths.ts';
import { Container } from './container.ts';
import { addProblemMatchers } from './problemMatchers.ts';
import { PROJECT, ProjectTasks } from './projectTasks.ts';
import { Variables } from './variables.ts';

/** Makes a workbench that is open already run tasks: in the container, in terminals of the agent. */
export async function startTasks(agent: Agent, paths: WorkspacePaths): Promise<void> {
  const workbench = await getService(IInstantiationService);
  const container = new Container(agent, paths);
  const variables = workbench.invokeFunction((services) => new Variables(container, services));
  foldersAreTheContainers(container);

  // the service writes there as soon as it is made
  Registry.as<IOutputChannelRegistry>(OutputExtensions.OutputChannels).registerChannel({
    id: AbstractTaskService.OutputChannelId,
    label: AbstractTaskService.OutputChannelLabel,
    log: false,
  });
  const tasks = workbench
    .createChild(new ServiceCollection([IConfigurationResolverService, variables]))
    .createInstance(TaskService);
  replace(workbench, tasks);
  tasks.registerTaskSystem(SCHEME, {
    platform: Platform.Linux,
    context: undefined,
    uriProvider: (path) => container.known.paths.uri(path),
    resolveVariables: async (folder, { variables: names }, target) => {
      await container.look();
      const found = await variables.resolveWithInteraction(
        folder,
        [...names],
        'tasks',
        undefined,
        target,
      );
      return found && { variables: found };
    },
    findExecutable: () => Promise.resolve(undefined), // asked for on Windows alone
  });
  tasks.registerSupportedExecutions(true, true, true);
  const found = workbench.invokeFunction(
    (services) =>
      new ProjectTasks(
        services.get(IFileService),
        services.get(IWorkspaceContextService),
        paths,
        container,
      ),
  );
  tasks.registerTaskProvider(found, PROJECT);
  // refused for a folder that isn't on the browser's machine, as nothing there could run it
  const keys = await getService(IContextKeyService);
  ShellExecutionSupportedContext.bindTo(keys).set(true);
  ProcessExecutionSupportedContext.bindTo(keys).set(true);

  // commands, menus, keys, the status bar's entries: they take the service that there is by now
  await import('@codingame/monaco-vscode-task-service-override/vscode/vs/workbench/contrib/tasks/browser/task.contribution');
  await addProblemMatchers();
  // keys are looked for once, before those of tasks have come
  const keyboard = (await getService(IKeybindingService)) as unknown as {
    updateResolver: () => void;
  };
  keyboard.updateResolver();
}

/** Services are chosen before the workbench opens; none but tasks has asked for this one since. */
function replace(workbench: IInstantiationService, tasks: ITaskService): void {
  const { _services } = workbench as unknown as { _services: ServiceCollection };
  _services.set(ITaskService, tasks);
}

/** The workbench joins a relative folder to the workspace's on its own machine only. */
function foldersAreTheContainers(container: Container): void {
  const system = TerminalTaskSystem.prototype as unknown as {
    _resolveOptions: (...asked: unknown[]) => Promise<{ cwd?: string }>;
  };
  const resolve = system._resolveOptions;
  system._resolveOptions = async function (...asked) {
    const options = await resolve.apply(this, asked);
    const { paths } = await container.look();
    return { ...options, cwd: paths.absolute(options.cwd ?? '') };
  };
}
