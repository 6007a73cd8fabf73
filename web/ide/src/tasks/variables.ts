import { isWindows } from '@codingame/monaco-vscode-api/vscode/vs/base/common/platform';
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { ICommandService } from '@codingame/monaco-vscode-api/vscode/vs/platform/commands/common/commands.service';
import { IConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration.service';
import type { ServicesAccessor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/instantiation';
import { ILabelService } from '@codingame/monaco-vscode-api/vscode/vs/platform/label/common/label.service';
import { IQuickInputService } from '@codingame/monaco-vscode-api/vscode/vs/platform/quickinput/common/quickInput.service';
import { IStorageService } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage.service';
import { IWorkspaceContextService } from '@codingame/monaco-vscode-api/vscode/vs/platform/workspace/common/workspace.service';
import type { Replacement } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/configurationResolver/common/configurationResolverExpression';
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service';
import { IExtensionService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensions/common/extensions.service';
import { IPathService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/path/common/pathService.service';
import { BaseConfigurationResolverService } from '@codingame/monaco-vscode-configuration-service-override/vscode/vs/workbench/services/configurationResolver/browser/baseConfigurationResolverService';
import type { Container } from './container.ts';

/** A browser on Windows takes paths apart in its own way. */
const RELATIVE = ['relativeFile', 'relativeFileDirname', 'pathSeparator', '/'];

/** The folder is called after its project, whatever it is called in the container. */
const PROJECT = [
  'workspaceFolderBasename',
  'workspaceRootFolderName',
  'fileWorkspaceFolderBasename',
];

/** `${workspaceFolder}`, `${file}`, `${env:PATH}` and all others, as they are in the container. */
export class Variables extends BaseConfigurationResolverService {
  constructor(
    private readonly container: Container,
    services: ServicesAccessor,
  ) {
    // all that it asks for: what a file is called
    const labels = {
      getUriLabel: (uri: URI) => container.known.paths.path(uri),
    } as unknown as ILabelService;
    super(
      { getAppRoot: () => undefined, getExecPath: () => undefined },
      Promise.resolve({}),
      services.get(IEditorService),
      services.get(IConfigurationService),
      services.get(ICommandService),
      services.get(IWorkspaceContextService),
      services.get(IQuickInputService),
      labels,
      services.get(IPathService),
      services.get(IExtensionService),
      services.get(IStorageService),
    );
  }

  override async evaluateSingleVariable(
    variable: Replacement,
    ...rest: [folder: URI | undefined]
  ): ReturnType<BaseConfigurationResolverService['evaluateSingleVariable']> {
    const { env } = await this.container.look();
    if (PROJECT.includes(variable.name)) return this.container.project;
    if (variable.name === 'env' && variable.arg) return env[variable.arg] ?? '';
    if (variable.name === 'userHome') return env['HOME'] ?? '';
    const value = await super.evaluateSingleVariable(variable, ...rest);
    return isWindows && RELATIVE.includes(variable.name) && typeof value === 'string'
      ? value.replaceAll('\\', '/')
      : value;
  }
}
