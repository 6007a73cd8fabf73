import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api';
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import { ModelService } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/services/modelService';
import { IModelService } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/services/model.service';
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors';
import { SCHEME } from './workspacePaths.ts';

/**
 * A file's undo outlives its editor. The workbench keeps it for schemes of its own alone; without
 * it, undoing a replacement in several files stops half way with "Model is disposed!".
 */
class WorkspaceModels extends ModelService {
  protected override _schemaShouldMaintainUndoRedoElements(resource: URI): boolean {
    return resource.scheme === SCHEME || super._schemaShouldMaintainUndoRedoElements(resource);
  }
}

export function models(): IEditorOverrideServices {
  return { [IModelService.toString()]: new SyncDescriptor(WorkspaceModels, [], true) };
}
