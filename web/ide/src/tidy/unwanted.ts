// What the workbench brings and what has no meaning here, by its ids. Each line says what is missing.

const COMMANDS: readonly (string | RegExp)[] = [
  // one project a page: there is no other folder, window or recent place to go to
  'workbench.action.newWindow',
  'workbench.action.openRecent',
  'workbench.action.quickOpenRecent',
  'workbench.action.clearRecentFiles',
  'workbench.action.toggleConfirmBeforeClose',
  /^workbench\.action\.(files\.open(FileFolder|Folder|LocalFolder|LocalFileFolder)|(add|remove)RootFolder|closeFolder|openWorkspace|saveWorkspaceAs|duplicateWorkspaceInNewWindow)/,
  'workbench.action.files.openFileFolderInNewWindow',
  'workbench.action.files.openFolderInNewWindow',
  'workbench.action.files.openFileInNewWindow',
  'workbench.action.files.showOpenedFileInNewWindow',
  // an assistant, and what it proposes
  /(chat|copilot|askvscode|inlineChat|mcp)/i,
  /^editor\.action\.inlineSuggest\./,
  /^(editor|workbench)\.action\.inlineCompletions?\./,
  /inlineCompletions\.snooze/i,
  /snooze/i,
  // a marketplace, and extensions that a person installs
  /marketplace/i,
  /^workbench\.(extensions|views\.extensions)\./,
  /^extension\.bisect\./,
  'workbench.action.showRuntimeExtensions',
  'editor.action.measureExtHostLatency',
  // speech
  /(dictation|startVoice|stopVoice)/i,
  // an account, a synchronisation, an update, a tunnel, a measurement of the maker’s
  /^workbench\.(userDataSync|userData|profiles|editSessions|remote|experimental)\./i,
  /^(update|remote|telemetry)\./,
  'workbench.action.configureMeteredConnection',
  /meteredConnection/i,
  'workbench.action.openIssueReporter',
  /accountPolicy/i,
  // pages of another product
  'workbench.action.getStartedWithAccessibilityFeatures',
  'workbench.action.openLicenseUrl',
  'workbench.action.tryNewDefaultThemes',
  /^workbench\.action\.(openWalkthrough|openDocumentation|openVideo|openTips|openNewsletter|openYouTube|openTwitter|openRequestFeature|openPrivacyStatement)/,
  // the shell tells nothing of its commands; the agent keeps terminals, no pty host does
  /^workbench\.action\.terminal\.(copyLastCommand|selectTo(Next|Previous)|scrollTo(Next|Previous)Command|runRecentCommand|goToRecentDirectory|clearPreviousSessionHistory|accessibleBufferGoTo|toggleStickyScroll)/,
  /^workbench\.action\.terminal\.(attachToSession|detachSession|showEnvironmentContributions|restartPtyHost|recordSession|showTextureAtlas|writeDataToTerminal|selectDefaultShell|newWithProfile)/,
  // the only settings that are an application’s are the person’s
  'workbench.action.openApplicationSettingsJson',
  // for who develops the workbench
  /^merge\.dev\./,
  'mergeEditor.acceptAllCombination',
  'mergeEditor.resetCloseWithConflictsChoice',
  'files.participants.resetChoice',
  'editor.inlayHints.Reset',
  'workbench.action.focusBanner',
  'workbench.action.showPolicyDiagnostics',
  'workbench.action.url.openUrl',
  'workbench.action.webview.reloadWebviewAction',
  'workbench.action.removeLargeStorageDatabaseEntries',
  'workbench.action.logStorage',
  'workbench.action.logWorkingCopies',
  'workbench.action.importLog',
  'workbench.action.exportLogs',
  /^editor\.action\.debugEditorGpuRenderer/,
];

export function isUnwantedCommand(id: string): boolean {
  return COMMANDS.some((one) => (typeof one === 'string' ? one === id : one.test(id)));
}
