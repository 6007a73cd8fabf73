// What the workbench brings and what has no meaning here, by exact ids; a name that ends in ".*" stands
// for all below it. Nothing is matched by a word inside an id: a command of a person's or of an
// extension that happens to be called "chat" stays. Each group says what is missing.

const COMMANDS = idsOf([
  // one project a page: there is no other folder, workspace or recent place to go to
  'addRootFolder',
  'removeRootFolder',
  'workbench.action.addRootFolder',
  'workbench.action.removeRootFolder',
  'workbench.action.setRootFolder',
  'workbench.action.clearRecentFiles',
  'workbench.action.closeFolder',
  'workbench.action.duplicateWorkspaceInNewWindow',
  'workbench.action.files.openFileFolder',
  'workbench.action.files.openFolder',
  'workbench.action.files.openFolderViaWorkspace',
  'workbench.action.files.showOpenedFileInNewWindow',
  'workbench.action.newWindow',
  'workbench.action.openRecent',
  'workbench.action.openWorkspace',
  'workbench.action.openWorkspaceConfigFile',
  'workbench.action.openWorkspaceFromEditor',
  'workbench.action.quickOpenRecent',
  'workbench.action.saveWorkspaceAs',
  // the browser asks before it closes where something isn't saved yet, nowhere else
  'workbench.action.toggleConfirmBeforeClose',
  // an assistant, and what it proposes
  'inlineChat.*',
  'workbench.action.askVScode',
  'workbench.action.chat.*',
  'workbench.action.quickchat.*',
  'workbench.action.terminal.chat.*',
  'workbench.mcp.*',
  'workbench.scm.action.graph.addHistoryItemChangeToChat',
  'workbench.scm.action.graph.addHistoryItemToChat',
  'editor.action.accessibleViewAcceptInlineCompletion',
  'editor.action.inlineSuggest.*',
  'settings.action.toggleAiSearch',
  'search.action.searchWithAI',
  // a marketplace, and extensions that a person installs
  'extension.bisect.*',
  'workbench.action.browseColorThemesInMarketplace',
  'workbench.action.showRuntimeExtensions',
  'workbench.extensions.*',
  'workbench.views.extensions.*',
  'editor.action.measureExtHostLatency',
  // speech
  'workbench.action.editorDictation.*',
  'workbench.action.terminal.startVoice',
  'workbench.action.terminal.stopVoice',
  // an account, a synchronisation, an update, a tunnel, a measurement of the maker’s
  'remote.*',
  'telemetry.*',
  'update.*',
  'settings.filterByOnline',
  'workbench.action.configureMeteredConnection',
  'workbench.action.openIssueReporter',
  'workbench.action.openRemoteSettings',
  'workbench.action.openRemoteSettingsFile',
  'workbench.action.remote.*',
  'workbench.action.syncAccountPolicy',
  'workbench.editSessions.*',
  'workbench.profiles.*',
  'workbench.remote.*',
  'workbench.userDataSync.*',
  // pages of another product
  'workbench.action.getStartedWithAccessibilityFeatures',
  'workbench.action.openLicenseUrl',
  'workbench.action.tryNewDefaultThemes',
  // only one is there to choose from
  'workbench.action.selectProductIconTheme',
  // the shell tells nothing of its commands; the agent keeps terminals, no pty host does
  'workbench.action.terminal.accessibleBufferGoToNextCommand',
  'workbench.action.terminal.accessibleBufferGoToPreviousCommand',
  'workbench.action.terminal.attachToSession',
  'workbench.action.terminal.clearPreviousSessionHistory',
  'workbench.action.terminal.copyLastCommand',
  'workbench.action.terminal.copyLastCommandAndLastCommandOutput',
  'workbench.action.terminal.copyLastCommandOutput',
  'workbench.action.terminal.detachSession',
  'workbench.action.terminal.goToRecentDirectory',
  'workbench.action.terminal.newWithProfile',
  'workbench.action.terminal.recordSession',
  'workbench.action.terminal.restartPtyHost',
  'workbench.action.terminal.runRecentCommand',
  'workbench.action.terminal.scrollToNextCommand',
  'workbench.action.terminal.scrollToPreviousCommand',
  'workbench.action.terminal.selectDefaultShell',
  'workbench.action.terminal.selectToNextCommand',
  'workbench.action.terminal.selectToPreviousCommand',
  'workbench.action.terminal.showEnvironmentContributions',
  'workbench.action.terminal.toggleStickyScroll',
  // it takes files of the browser’s machine alone
  'workbench.action.terminal.runActiveFile',
  // the only settings that are an application’s are the person’s
  'workbench.action.openApplicationSettingsJson',
  // for who develops the workbench
  'editor.action.debugEditorGpuRenderer',
  'editor.inlayHints.Reset',
  'files.participants.resetChoice',
  'merge.dev.*',
  'mergeEditor.acceptAllCombination',
  'mergeEditor.resetCloseWithConflictsChoice',
  'workbench.action.exportLogs',
  'workbench.action.focusBanner',
  'workbench.action.importLog',
  'workbench.action.logStorage',
  'workbench.action.logWorkingCopies',
  'workbench.action.openLogFile',
  'workbench.action.removeLargeStorageDatabaseEntries',
  'workbench.action.showPolicyDiagnostics',
  'workbench.action.terminal.showTextureAtlas',
  'workbench.action.terminal.writeDataToTerminal',
  'workbench.action.url.openUrl',
  'workbench.action.webview.reloadWebviewAction',
]);

/** Menus within menus, by the same reasons. */
const MENUS = idsOf(['MenubarRecentMenu', 'ChatTextEditorMenu']);

const SETTINGS = idsOf([
  // an assistant
  'chat.*',
  'github.copilot.*',
  'inlineChat.*',
  'mcp.*',
  'editor.aiStats.*',
  'editor.inlineCompletionsAccessibilityVerbose',
  'editor.inlineSuggest.*',
  'accessibility.chat.*',
  'accessibility.signals.chatEditModifiedFile',
  'accessibility.signals.chatRequestSent',
  'accessibility.signals.chatResponseReceived',
  'accessibility.signals.chatUserActionRequired',
  'accessibility.signals.voiceRecordingStarted',
  'accessibility.signals.voiceRecordingStopped',
  'accessibility.verbosity.chatQuestionCarousel',
  'accessibility.verbosity.inlineChat',
  'accessibility.verbosity.inlineCompletions',
  'accessibility.voice.*',
  'workbench.commandPalette.experimental.*',
  'workbench.commandPalette.showAskInChat',
  'workbench.settings.enableNaturalLanguageSearch',
  'workbench.settings.showAISearchToggle',
  // a debugger, notebooks, comments on lines
  'accessibility.debugWatchVariableAnnouncements',
  'accessibility.signals.notebookCellCompleted',
  'accessibility.signals.notebookCellFailed',
  'accessibility.verbosity.comments',
  'accessibility.verbosity.debug',
  'accessibility.verbosity.notebook',
  'notebook.*',
  // a marketplace, a synchronisation, profiles, proxies of a desktop program
  'extensions.*',
  'http.*',
  'network.*',
  'settingsSync.*',
  'telemetry.*',
  'update.*',
  'workbench.experimental.*',
  'workbench.settings.applyToAllProfiles',
  // a history of files in the browser: git has it, and the server what wasn’t committed
  'workbench.localHistory.*',
  // one project a page
  'window.openFilesInNewWindow',
  'window.openFoldersInNewWindow',
  'window.confirmBeforeClose',
  // the agent keeps what runs in a terminal, a task too
  'task.reconnection',
  // the agent’s shell is the one there is
  'terminal.external.*',
  'terminal.integrated.profiles.*',
  'terminal.integrated.defaultProfile.*',
  'terminal.integrated.automationProfile.*',
  'terminal.integrated.env.osx',
  'terminal.integrated.env.windows',
]);

export function isUnwantedCommand(id: string): boolean {
  return COMMANDS(id);
}

export function isUnwantedMenu(id: string): boolean {
  return MENUS(id);
}

export function isUnwantedSetting(key: string): boolean {
  return SETTINGS(key);
}

function idsOf(all: readonly string[]): (id: string) => boolean {
  const exact = new Set(all.filter((one) => !one.endsWith('.*')));
  const below = all.filter((one) => one.endsWith('.*')).map((one) => one.slice(0, -1));
  return (id) => exact.has(id) || below.some((prefix) => id.startsWith(prefix));
}
