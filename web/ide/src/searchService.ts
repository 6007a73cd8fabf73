import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api';
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors';
import { ISearchService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/search/common/search.service';
import search from '@codingame/monaco-vscode-search-service-override';
import { SearchService } from '@codingame/monaco-vscode-search-service-override/vscode/vs/workbench/services/search/common/searchService';

/**
 * Search as VS Code has it. The package's own service lists every folder of the workspace as soon
 * as the page opens, to search by itself; here ripgrep does, beside the files.
 */
export function searchService(): IEditorOverrideServices {
  return { ...search(), [ISearchService.toString()]: new SyncDescriptor(SearchService, [], true) };
}
