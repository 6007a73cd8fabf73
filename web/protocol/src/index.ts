// Generated from protocol/ by ./joy generate; do not edit.

export const PROTOCOL_VERSION = 1;

export const limits = {
  maxTextFrame: 4194304,
  maxBinaryFrame: 1048576,
  maxFile: 8589934592,
  maxListEntries: 20000,
  maxPathLength: 4096,
  maxWatchedFolders: 60000,
  maxTerminals: 32,
  maxExecs: 64,
  maxPortTunnels: 256,
  maxRpcConnections: 32,
  maxLanguageServers: 16,
  maxBuffers: 200,
  maxBuffer: 2097152,
  maxAllBuffers: 33554432,
  maxBitstreams: 64,
  maxBitstream: 1048576,
  terminalScrollback: 1048576,
  terminalWindow: 524288,
  terminalAck: 65536,
  terminalInput: 4194304,
  maxSearches: 4,
  searchWaitMillis: 10000,
  searchMillis: 60000,
  maxSearchMatches: 20000,
  searchLine: 1000,
  searchLongestLine: 1048576,
  searchLargestFile: 52428800,
  searchPattern: 4096,
  maxSearchGlobs: 512,
  maxFoundFiles: 20000,
  maxTerminalLinks: 32,
  terminalName: 100,
  controlChunk: 262144,
  controlBeatSeconds: 10,
  controlMissedBeats: 4,
  snapshotIgnored: 67108864,
  snapshotLargeFile: 16777216,
  snapshotPauseMillis: 600,
  snapshotIntervalMillis: 3000,
  ticketSeconds: 600,
  ticketGraceSeconds: 900,
  previewCodeSeconds: 60,
  previewIdleSeconds: 43200,
  tokenExchangeSeconds: 30,
  commandSeconds: 60,
  maxGitCommands: 6,
  maxGitChanges: 5000,
  maxGitLog: 500,
  maxGitRefs: 1000,
  maxGitOutput: 2097152,
  maxGitFile: 1048576,
} as const;

export const errorStatus = {
  'request.invalid': 400,
  'request.unknown_method': 404,
  'request.malformed': 400,
  'request.too_large': 413,
  'request.method_not_allowed': 405,
  'request.wrong_host': 421,
  'request.head_too_large': 431,
  'request.rate_limited': 429,
  'auth.required': 401,
  'auth.wrong_credentials': 401,
  'auth.forbidden': 403,
  'auth.wrong_origin': 403,
  'ticket.stale': 401,
  'not_found': 404,
  'conflict': 409,
  'name.taken': 409,
  'name.reserved': 409,
  'quota.exceeded': 409,
  'session.starting': 503,
  'session.gone': 410,
  'session.saving': 503,
  'repository.broken': 409,
  'file.not_found': 404,
  'file.exists': 409,
  'file.changed': 412,
  'preference.changed': 412,
  'file.is_folder': 409,
  'file.not_folder': 409,
  'file.outside': 403,
  'file.read_only': 403,
  'file.no_permission': 403,
  'file.folder_not_empty': 409,
  'disk.full': 507,
  'limit.reached': 429,
  'file.range': 416,
  'master.away': 503,
  'agent.away': 502,
  'server.stopping': 503,
  'git.failed': 409,
  'git.rejected': 409,
  'git.conflict': 409,
  'git.no_identity': 409,
  'git.auth': 409,
  'git.in_the_way': 409,
  'git.locked': 409,
  'git.no_repository': 409,
  'git.not_merged': 409,
  'git.nothing': 409,
  'git.cancelled': 409,
  'internal': 500,
} as const;

export type ErrorCode = keyof typeof errorStatus;

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
}

export interface RestMe {
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
  readonly admin: boolean;
  readonly nixPublicKey?: string | null;
}

export interface PreferencesPreference {
  readonly key: string;
  readonly etag: string;
  readonly text: string;
}

export interface PreferencesPreferenceList {
  readonly person: string;
  readonly preferences: readonly PreferencesPreference[];
}

export interface RestSetUp {
  readonly code: string;
  readonly name: string;
  readonly password: string;
  readonly email?: string | null;
}

export interface RestLogIn {
  readonly name: string;
  readonly password: string;
}

export interface RestLogOut {
  readonly endSessions: boolean;
}

export interface RestPasswordChange {
  readonly current: string;
  readonly wanted: string;
}

export interface RestNewProject {
  readonly name: string;
  readonly template?: string | null;
}

export type RestVisibility = 'private' | 'public';

export interface RestProject {
  readonly owner: string;
  readonly name: string;
  readonly cloneUrl: string;
  readonly sshUrl?: string | null;
  readonly visibility: RestVisibility;
  readonly description?: string | null;
  readonly created: string;
  readonly pushed?: string | null;
}

export interface RestTemplate {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly board: string;
}

export type RestWantedSize = 'full' | 'burst' | 'any';

export interface RestNewSession {
  readonly project: string;
  readonly ref?: string | null;
  readonly size?: RestWantedSize | null;
}

export type SessionState = 'queued' | 'starting' | 'active' | 'dormant' | 'saving' | 'destroyed' | 'failed';

export type Size = 'full' | 'burst';

export interface RestSession {
  readonly id: string;
  readonly state: SessionState;
  readonly project: string;
  readonly ref: string;
  readonly size?: Size | null;
  readonly node?: string | null;
  readonly claim?: string | null;
  readonly url: string;
  readonly tunnel: string;
  readonly queuePosition?: number | null;
  readonly reason?: string | null;
  readonly notice?: string | null;
  readonly created: string;
}

export interface RestTicketIssued {
  readonly expires: string;
  readonly claim: string;
}

export interface RestNewToken {
  readonly name?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly ttlSeconds?: number | null;
}

export interface RestToken {
  readonly id: string;
  readonly token: string;
  readonly expires?: string | null;
  readonly scopes: readonly string[];
}

export interface RestTokenInfo {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created: string;
  readonly expires?: string | null;
}

export interface RestNewUser {
  readonly name: string;
  readonly password?: string | null;
  readonly email?: string | null;
  readonly admin?: boolean | null;
}

export interface RestUser {
  readonly name: string;
  readonly displayName: string;
  readonly email: string;
  readonly admin: boolean;
  readonly created: string;
}

export interface RestCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface RestNode {
  readonly name: string;
  readonly engine: string;
  readonly threads: number;
  readonly memory: number;
  readonly state: string;
  readonly containers: number;
}

export interface RestPool {
  readonly size: Size;
  readonly target: number;
  readonly starting: number;
  readonly warm: number;
  readonly claimed: number;
  readonly stopping: number;
  readonly failed: number;
  readonly queued: number;
  readonly reason?: string | null;
}

export interface RestContainer {
  readonly id: string;
  readonly node: string;
  readonly pid?: number | null;
  readonly dir?: string | null;
}

export interface RestSessionDetail {
  readonly id: string;
  readonly person: string;
  readonly state: SessionState;
  readonly claim?: string | null;
  readonly container?: RestContainer | null;
  readonly session: RestSession;
}

export interface ContentsRef {
  readonly name: string;
  readonly commit: string;
}

export interface ContentsRefs {
  readonly head: string;
  readonly branches: readonly ContentsRef[];
  readonly tags: readonly ContentsRef[];
  readonly truncated: boolean;
}

export interface ContentsCommit {
  readonly id: string;
  readonly subject: string;
  readonly author: string;
  readonly when: string;
}

export interface ContentsCommits {
  readonly commits: readonly ContentsCommit[];
  readonly more: boolean;
}

export type ContentsKind = 'file' | 'folder' | 'link' | 'submodule';

export interface ContentsEntry {
  readonly name: string;
  readonly kind: ContentsKind;
  readonly size?: number;
  readonly id: string;
}

export interface ContentsTree {
  readonly commit?: string;
  readonly path: string;
  readonly entries: readonly ContentsEntry[];
  readonly truncated: boolean;
}

export interface ContentsBlob {
  readonly commit: string;
  readonly path: string;
  readonly kind: ContentsKind;
  readonly id: string;
  readonly size: number;
  readonly text?: string;
}

export interface ContentsChange {
  readonly visibility?: RestVisibility;
  readonly description?: string;
}

export interface Health {
  readonly version: string;
  readonly protocol: number;
  readonly uptime: number;
}

export type FileKind = 'file' | 'folder' | 'link' | 'other';

export interface FileStat {
  readonly path: string;
  readonly kind: FileKind;
  readonly size: number;
  readonly modified: number;
  readonly created: number;
  readonly mode: number;
  readonly etag?: string;
  readonly target?: string;
  readonly readOnly: boolean;
}

export interface FsAt {
  readonly path: string;
}

export interface FileEntry {
  readonly name: string;
  readonly kind: FileKind;
  readonly size: number;
  readonly modified: number;
}

export interface FsListing {
  readonly entries: readonly FileEntry[];
  readonly truncated: boolean;
}

export interface FsCreate {
  readonly path: string;
  readonly kind: FileKind;
}

export interface FsMove {
  readonly from: string;
  readonly to: string;
  readonly overwrite: boolean;
}

export interface FsDelete {
  readonly path: string;
  readonly recursive: boolean;
}

export interface FsWatch {
}

export type FsChangeKind = 'created' | 'changed' | 'deleted';

export interface FsChange {
  readonly path: string;
  readonly kind: FsChangeKind;
}

export interface FsChanged {
  readonly changes: readonly FsChange[];
  readonly overflow: boolean;
}

export interface SearchScope {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
  readonly ignoreFiles: boolean;
}

export interface SearchText {
  readonly id: string;
  readonly pattern: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly word: boolean;
  readonly multiline: boolean;
  readonly scope: SearchScope;
  readonly limit: number;
}

export interface SearchSpan {
  readonly fromLine: number;
  readonly from: number;
  readonly toLine: number;
  readonly to: number;
}

export interface SearchLine {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly matches: readonly SearchSpan[];
}

export interface SearchFileMatches {
  readonly path: string;
  readonly lines: readonly SearchLine[];
}

export interface SearchMatches {
  readonly id: string;
  readonly files: readonly SearchFileMatches[];
}

export interface SearchDone {
  readonly count: number;
  readonly limitHit: boolean;
  readonly longLines: number;
}

export interface SearchFiles {
  readonly id: string;
  readonly query: string;
  readonly scope: SearchScope;
  readonly limit: number;
}

export interface SearchFound {
  readonly paths: readonly string[];
  readonly limitHit: boolean;
}

export interface SearchCancel {
  readonly id: string;
}

export interface BuffersDocument {
  readonly path?: string;
  readonly name: string;
  readonly language?: string;
  readonly base?: string;
}

export interface BuffersEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

export interface BuffersUpdate {
  readonly id: string;
  readonly page: string;
  readonly version: number;
  readonly document: BuffersDocument;
  readonly edits: readonly BuffersEdit[];
}

export interface BuffersVersion {
  readonly version: number;
}

export interface BuffersClose {
  readonly id: string;
  readonly page: string;
}

export interface BuffersListAll {
  readonly page: string;
}

export interface BuffersRead {
  readonly id: string;
}

export interface BuffersTake {
  readonly id: string;
  readonly page: string;
}

export interface BuffersBuffer {
  readonly id: string;
  readonly page: string;
  readonly version: number;
  readonly bytes: number;
  readonly held: boolean;
  readonly document: BuffersDocument;
}

export interface BuffersContent {
  readonly buffer: BuffersBuffer;
  readonly text: string;
}

export interface BuffersListing {
  readonly buffers: readonly BuffersBuffer[];
}

export interface Telemetry {
  readonly time: number;
  readonly cpuPercent: number;
  readonly cpuLimitPercent: number;
  readonly memory: number;
  readonly memoryLimit: number;
  readonly processes: number;
  readonly source: string;
}

export interface Safety {
  readonly safe: boolean;
  readonly safeAt?: number;
  readonly awaySince?: number;
  readonly unsafe: readonly string[];
  readonly unsafeCount: number;
  readonly leftOut: readonly string[];
  readonly leftOutCount: number;
}

export interface TerminalMessageResize {
  readonly type: 'resize';
  readonly cols: number;
  readonly rows: number;
}

export interface TerminalMessageAck {
  readonly type: 'ack';
  readonly bytes: number;
}

export interface TerminalMessageClose {
  readonly type: 'close';
}

export interface TerminalMessageAttached {
  readonly type: 'attached';
  readonly created: boolean;
  readonly replay: number;
  readonly cols: number;
  readonly rows: number;
  readonly pid: number;
}

export interface TerminalMessageExit {
  readonly type: 'exit';
  readonly code?: number;
  readonly signal?: string;
}

export type TerminalMessage =
  | TerminalMessageResize
  | TerminalMessageAck
  | TerminalMessageClose
  | TerminalMessageAttached
  | TerminalMessageExit;

export interface TerminalInfo {
  readonly id: string;
  readonly pid: number;
  readonly cwd: string;
  readonly title: string;
  readonly attached: boolean;
  readonly name?: string;
  readonly command: boolean;
}

export interface TerminalInfoRename {
  readonly id: string;
  readonly name: string;
}

export interface TerminalInfoShown {
  readonly pid: number;
  readonly paths: readonly string[];
}

export interface TerminalInfoLinks {
  readonly paths: readonly string[];
}

export interface TerminalStart {
  readonly id: string;
  readonly name?: string;
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

export interface TerminalStartLook {
  readonly programs?: readonly string[];
}

export interface TerminalStartEnvironment {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
  readonly programs: readonly string[];
}

export interface ExecStart {
  readonly argv: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ExecEnd {
  readonly exit?: number;
  readonly signal?: string;
}

export interface LanguageServers {
  readonly workspace: string;
  readonly languages: readonly string[];
}

export interface PortsListening {
  readonly port: number;
  readonly address: string;
  readonly pid: number;
  readonly command: string;
}

export interface Ports {
  readonly ports: readonly PortsListening[];
}

export interface BitstreamsBitstream {
  readonly id: string;
  readonly path: string;
  readonly board?: string;
  readonly format: string;
  readonly device: string;
  readonly size: number;
  readonly sha256: string;
  readonly commit?: string;
  readonly clean?: boolean;
  readonly storePath?: string;
  readonly builtAt: number;
}

export interface Bitstreams {
  readonly bitstreams: readonly BitstreamsBitstream[];
}

export interface GitChanged {
  readonly refs: boolean;
  readonly index: boolean;
}

export type GitOperation = 'merge' | 'rebase' | 'cherryPick' | 'revert';

export type GitKind = 'modified' | 'added' | 'deleted' | 'renamed' | 'copied' | 'type';

export type GitConflict = 'bothModified' | 'bothAdded' | 'bothDeleted' | 'addedByUs' | 'addedByThem' | 'deletedByUs' | 'deletedByThem';

export interface GitChange {
  readonly path: string;
  readonly from?: string;
  readonly index?: GitKind;
  readonly worktree?: GitKind;
  readonly conflict?: GitConflict;
  readonly untracked: boolean;
  readonly nested: boolean;
}

export interface GitStatus {
  readonly repository: boolean;
  readonly head?: string;
  readonly branch?: string;
  readonly upstream?: string;
  readonly ahead?: number;
  readonly behind?: number;
  readonly stashes: number;
  readonly operation?: GitOperation;
  readonly message?: string;
  readonly shallow: boolean;
  readonly changes: readonly GitChange[];
  readonly truncated: boolean;
}

export interface GitPaths {
  readonly paths: readonly string[];
}

export interface GitDiscard {
  readonly tracked: readonly string[];
  readonly untracked: readonly string[];
}

export type GitSide = 'ours' | 'theirs';

export interface GitResolve {
  readonly paths: readonly string[];
  readonly side: GitSide;
}

export interface GitStageText {
  readonly path: string;
  readonly text: string;
}

export interface GitCommit {
  readonly message: string;
  readonly all: boolean;
  readonly amend: boolean;
  readonly signoff: boolean;
}

export interface GitCommitted {
  readonly commit: string;
}

export interface GitAt {
  readonly commit: string;
}

export interface GitMessage {
  readonly text: string;
}

export interface GitTransfer {
  readonly operation: string;
}

export interface GitCancel {
  readonly operation: string;
}

export interface GitProgress {
  readonly operation: string;
  readonly text: string;
  readonly percent?: number;
}

export interface GitRef {
  readonly ref: string;
  readonly name: string;
  readonly commit: string;
  readonly upstream?: string;
  readonly current: boolean;
  readonly time: number;
  readonly subject: string;
}

export interface GitBranches {
  readonly refs: readonly GitRef[];
  readonly truncated: boolean;
}

export interface GitSwitch {
  readonly to: string;
  readonly create?: string;
  readonly track: boolean;
  readonly detach: boolean;
}

export interface GitRenameBranch {
  readonly from: string;
  readonly to: string;
}

export interface GitDeleteBranch {
  readonly name: string;
  readonly force: boolean;
}

export interface GitLogAt {
  readonly refs: readonly string[];
  readonly skip: number;
  readonly limit: number;
  readonly path?: string;
}

export interface GitLogEntry {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  readonly time: number;
  readonly message: string;
  readonly refs: readonly string[];
}

export interface GitLog {
  readonly commits: readonly GitLogEntry[];
  readonly more: boolean;
  readonly shallow: boolean;
}

export interface GitRefs {
  readonly refs: readonly string[];
}

export interface GitBase {
  readonly commit?: string;
}

export interface GitBetween {
  readonly parent?: string;
  readonly commit: string;
}

export interface GitFileChange {
  readonly path: string;
  readonly from?: string;
  readonly kind: GitKind;
}

export interface GitFiles {
  readonly files: readonly GitFileChange[];
  readonly truncated: boolean;
}

export interface GitFileAt {
  readonly path: string;
  readonly ref: string;
}

export interface GitShown {
  readonly base64: string;
}

export interface GitStash {
  readonly message?: string;
  readonly untracked: boolean;
}

export interface GitStashAt {
  readonly index: number;
  readonly drop: boolean;
}

export interface GitStashEntry {
  readonly index: number;
  readonly message: string;
  readonly time: number;
}

export interface GitStashes {
  readonly stashes: readonly GitStashEntry[];
}

export interface PreviewsWanted {
  readonly port: number;
}

export interface PreviewsOpened {
  readonly url: string;
}

export interface PreviewsSharing {
  readonly shared?: boolean;
}

export interface PreviewsPreview {
  readonly port: number;
  readonly shared: boolean;
  readonly address: string;
}

export interface PreviewsWebview {
  readonly origin?: string;
  readonly extensions?: string;
}
