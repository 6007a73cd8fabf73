/**
 * What holds until a person sets it otherwise.
 *
 * @param restores whether terminals come back from before
 */
export function usualSettings(restores: boolean): Record<string, unknown> {
  const light = matchMedia('(prefers-color-scheme: light)').matches;
  return {
    'window.title': '${activeEditorShort}${separator}${rootName}',
    'workbench.colorTheme': light ? 'Default Light Modern' : 'Default Dark Modern',
    'workbench.iconTheme': 'vs-seti',
    'workbench.startupEditor': 'none',
    // a snippet's prefix and Tab are enough, without the list of proposals
    'editor.tabCompletion': 'onlySnippets',
    'files.autoSave': 'afterDelay',
    'files.autoSaveDelay': 500,
    'terminal.integrated.gpuAcceleration': 'off',
    // its panel would make one more terminal while the others are still coming back
    'terminal.integrated.hideOnStartup': restores ? 'whenEmpty' : 'never',
    'security.workspace.trust.enabled': false,
    'chat.disableAIFeatures': true,
  };
}
