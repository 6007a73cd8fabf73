// What source control adds to menus, palette and colours, as an extension's manifest says it.
const HERE = 'scmProvider == joy-git';
const OPEN = 'joyGit.repository';
const group = (id: string) => `${HERE} && scmResourceGroup == ${id}`;

interface Shown {
  readonly title: string;
  readonly icon?: string;
  /** When the palette lists it; never when it needs to be told what it is for. */
  readonly palette?: string | false;
}

const COMMANDS: Record<string, Shown> = {
  'git.refresh': { title: 'Refresh', icon: '$(refresh)' },
  'git.commit': { title: 'Commit', icon: '$(check)' },
  'git.commitPush': { title: 'Commit & Push' },
  'git.commitAmend': { title: 'Commit (Amend)', palette: 'joyGit.head' },
  'git.commitSigned': { title: 'Commit (Signed Off)' },
  'git.undoCommit': { title: 'Undo Last Commit', icon: '$(discard)', palette: 'joyGit.head' },
  'git.stage': { title: 'Stage Changes', icon: '$(add)', palette: false },
  'git.stageAll': { title: 'Stage All Changes', icon: '$(add)' },
  'git.unstage': { title: 'Unstage Changes', icon: '$(remove)', palette: false },
  'git.unstageAll': { title: 'Unstage All Changes', icon: '$(remove)' },
  'git.discard': { title: 'Discard Changes', icon: '$(discard)', palette: false },
  'git.discardAll': { title: 'Discard All Changes', icon: '$(discard)' },
  'git.openFile': { title: 'Open File', icon: '$(go-to-file)', palette: false },
  'git.openChange': { title: 'Open Changes', icon: '$(compare-changes)', palette: false },
  'git.acceptOurs': { title: 'Take Our Side', palette: false },
  'git.acceptTheirs': { title: 'Take Their Side', palette: false },
  'git.nextChange': { title: 'Show Next Change' },
  'git.previousChange': { title: 'Show Previous Change' },
  'git.continue': { title: 'Continue', palette: 'joyGit.operation' },
  'git.abort': { title: 'Abort', palette: 'joyGit.operation' },
  'git.fetch': { title: 'Fetch', icon: '$(git-fetch)' },
  'git.pull': { title: 'Pull' },
  'git.push': { title: 'Push' },
  'git.sync': { title: 'Sync (Pull, Push)', icon: '$(sync)' },
  'git.checkout': { title: 'Switch to…' },
  'git.branch': { title: 'Create Branch…' },
  'git.renameBranch': { title: 'Rename Branch…', palette: 'joyGit.branch' },
  'git.deleteBranch': { title: 'Delete Branch…' },
  'git.stash': { title: 'Stash' },
  'git.stashUntracked': { title: 'Stash (Include Untracked)' },
  'git.stashPop': { title: 'Pop Stash…', palette: 'joyGit.stashes' },
  'git.stashApply': { title: 'Apply Stash…', palette: 'joyGit.stashes' },
  'git.stashDrop': { title: 'Drop Stash…', palette: 'joyGit.stashes' },
  'git.checkoutCommit': { title: 'Switch to Commit', palette: false },
  'git.branchFrom': { title: 'Create Branch Here…', palette: false },
  'git.showOutput': { title: 'Show Output' },
};

const inline = (command: string, id: string, at: number) => ({
  command,
  when: group(id),
  group: `inline@${at}`,
});
const line = (command: string, id: string, where: string) => ({
  command,
  when: group(id),
  group: where,
});
const title = (command: string, where: string, when = HERE) => ({ command, when, group: where });

export const manifest = {
  name: 'git',
  publisher: 'joyofhardware',
  version: '1.0.0',
  engines: { vscode: '*' },
  enabledApiProposals: [
    'scmActionButton',
    'scmHistoryProvider',
    'scmMultiDiffEditor',
    'contribSourceControlHistoryItemMenu',
  ],
  contributes: {
    commands: Object.entries(COMMANDS).map(([command, { title: text, icon }]) => ({
      command,
      title: text,
      category: 'Git',
      enablement: OPEN,
      ...(icon === undefined ? {} : { icon }),
    })),
    menus: {
      commandPalette: Object.entries(COMMANDS).map(([command, { palette }]) => ({
        command,
        when:
          palette === false ? 'false' : `${OPEN}${palette === undefined ? '' : ' && ' + palette}`,
      })),
      'scm/title': [
        title('git.commit', 'navigation@1'),
        title('git.refresh', 'navigation@2'),
        title('git.pull', '1_transfer@1'),
        title('git.push', '1_transfer@2'),
        title('git.sync', '1_transfer@3'),
        title('git.fetch', '1_transfer@4'),
        title('git.checkout', '2_branch@1'),
        title('git.branch', '2_branch@2'),
        title('git.renameBranch', '2_branch@3', `${HERE} && joyGit.branch`),
        title('git.deleteBranch', '2_branch@4'),
        title('git.commitAmend', '3_commit@1', `${HERE} && joyGit.head`),
        title('git.commitSigned', '3_commit@2'),
        title('git.undoCommit', '3_commit@3', `${HERE} && joyGit.head`),
        title('git.continue', '4_operation@1', `${HERE} && joyGit.operation`),
        title('git.abort', '4_operation@2', `${HERE} && joyGit.operation`),
        title('git.stash', '5_stash@1'),
        title('git.stashUntracked', '5_stash@2'),
        title('git.stashPop', '5_stash@3', `${HERE} && joyGit.stashes`),
        title('git.stashApply', '5_stash@4', `${HERE} && joyGit.stashes`),
        title('git.stashDrop', '5_stash@5', `${HERE} && joyGit.stashes`),
        title('git.showOutput', '6_output@1'),
      ],
      'scm/resourceGroup/context': [
        inline('git.discardAll', 'workingTree', 1),
        inline('git.stageAll', 'workingTree', 2),
        inline('git.unstageAll', 'index', 2),
      ],
      'scm/resourceState/context': [
        inline('git.openFile', 'workingTree', 1),
        inline('git.discard', 'workingTree', 2),
        inline('git.stage', 'workingTree', 3),
        inline('git.openFile', 'index', 1),
        inline('git.unstage', 'index', 3),
        inline('git.openFile', 'merge', 1),
        inline('git.stage', 'merge', 3),
        line('git.openChange', 'workingTree', '1_open'),
        line('git.openFile', 'workingTree', '1_open'),
        line('git.stage', 'workingTree', '2_change'),
        line('git.discard', 'workingTree', '2_change'),
        line('git.openChange', 'index', '1_open'),
        line('git.openFile', 'index', '1_open'),
        line('git.unstage', 'index', '2_change'),
        line('git.openFile', 'merge', '1_open'),
        line('git.acceptOurs', 'merge', '2_change@1'),
        line('git.acceptTheirs', 'merge', '2_change@2'),
        line('git.stage', 'merge', '2_change@3'),
      ],
      'scm/historyItem/context': [
        { command: 'git.checkoutCommit', when: HERE, group: '1_checkout@1' },
        { command: 'git.branchFrom', when: HERE, group: '1_checkout@2' },
      ],
    },
    keybindings: [
      { command: 'git.nextChange', key: 'alt+f3', when: 'editorTextFocus' },
      { command: 'git.previousChange', key: 'shift+alt+f3', when: 'editorTextFocus' },
      { command: 'git.closeChange', key: 'escape', when: 'joyGit.peeking && editorTextFocus' },
    ],
    colors: [
      color('added', 'Added files', '#81b88b', '#587c0c'),
      color('modified', 'Modified files', '#e2c08d', '#895503'),
      color('deleted', 'Deleted files', '#c74e39', '#ad0707'),
      color('renamed', 'Renamed files', '#73c991', '#007100'),
      color('untracked', 'Untracked files', '#73c991', '#007100'),
      color('ignored', 'Ignored files', '#8c8c8c', '#8e8e90'),
      color('stageModified', 'Modified and staged files', '#e2c08d', '#895503'),
      color('stageDeleted', 'Deleted and staged files', '#c74e39', '#ad0707'),
      color('conflicting', 'Files in conflict', '#e4676b', '#ad0707'),
      color('submodule', 'Repositories inside', '#8db9e2', '#1258a7'),
    ],
  },
};

function color(name: string, description: string, dark: string, light: string) {
  return {
    id: `gitDecoration.${name}ResourceForeground`,
    description,
    defaults: { dark, light, highContrast: dark, highContrastLight: light },
  };
}
