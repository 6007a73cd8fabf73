import type { IFileService } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files.service';
import type { IWorkspaceContextService } from '@codingame/monaco-vscode-api/vscode/vs/platform/workspace/common/workspace.service';
import {
  type ConfiguringTask,
  ContributedTask,
  type ITaskSet,
  KeyedTaskIdentifier,
  PresentationOptions,
  RunOptions,
  RuntimeType,
  TaskScope,
  TaskSourceKind,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/tasks/common/tasks';
import type { ITaskProvider } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/tasks/common/taskService';
import type { WorkspacePaths } from '../workspacePaths.ts';
import type { Container } from './container.ts';
import { type FoundTask, foundTasks, makefileOf } from './found.ts';

/** Their type in a tasks.json. */
export const PROJECT = 'project';

/** What a project can do as it is, looked for whenever somebody asks. */
export class ProjectTasks implements ITaskProvider {
  constructor(
    private readonly files: IFileService,
    private readonly workspace: IWorkspaceContextService,
    private readonly paths: WorkspacePaths,
    private readonly container: Container,
  ) {}

  async provideTasks(): Promise<ITaskSet> {
    return { tasks: (await this.found()).map((each) => this.task(each)) };
  }

  async resolveTask({ configures }: ConfiguringTask): Promise<ContributedTask | undefined> {
    const found = (await this.found()).find(({ task }) => task === configures['task']);
    return found && this.task(found);
  }

  private async found(): Promise<FoundTask[]> {
    const root = await this.files.resolve(this.paths.uri(''));
    const names = (root.children ?? []).filter((each) => each.isFile).map(({ name }) => name);
    const makefile = makefileOf(names);
    const text =
      makefile === undefined
        ? ''
        : (await this.files.readFile(this.paths.uri(makefile))).value.toString();
    const { programs } = await this.container.look();
    return foundTasks(names, text, programs);
  }

  private task({ task, command, group, isDefault, problemMatchers }: FoundTask): ContributedTask {
    const [name, ...args] = command;
    const presentation = PresentationOptions.defaults;
    return new ContributedTask(
      `${PROJECT}.${task}`,
      {
        kind: TaskSourceKind.Extension,
        label: PROJECT,
        extension: 'joyofhardware.tasks',
        scope: TaskScope.Folder,
        workspaceFolder: this.workspace.getWorkspace().folders[0],
      },
      task,
      PROJECT,
      KeyedTaskIdentifier.create({ type: PROJECT, task }),
      { runtime: RuntimeType.Shell, name, args, presentation, suppressTaskName: true },
      true,
      RunOptions.defaults,
      {
        name: task,
        identifier: `${PROJECT}.${task}`,
        group: { _id: group, isDefault },
        detail: command.join(' '),
        isBackground: false,
        presentation,
        problemMatchers: [...problemMatchers],
      },
    );
  }
}
