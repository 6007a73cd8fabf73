// What is different from the index: bars beside the lines, and marks in the overview ruler and the
// minimap. The workbench's package computes the differences, but leaves out what would show them.
import { getService } from '@codingame/monaco-vscode-api';
import {
  DisposableStore,
  type IReference,
} from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle';
import { URI, type UriComponents } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri';
import {
  type ICodeEditor,
  MouseTargetType,
} from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser';
import { ICodeEditorService } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/services/codeEditorService.service';
import { EditorOption } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions';
import type { IModelDeltaDecoration } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/model';
import { IConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration.service';
import { IQuickDiffModelService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/scm/browser/quickDiffModel.service';
import type { QuickDiffModel } from '@codingame/monaco-vscode-scm-service-override/vscode/vs/workbench/contrib/scm/browser/quickDiffModel';
import { SCHEME } from '../workspacePaths.ts';
import './changes.css';
import type { ChangePeek } from './changePeek.ts';
import { type LineChange, lineNear, looked, type Shown } from './lineChanges.ts';

const CLASS = 'joy-change';
const SETTINGS = 'scm.diffDecorations';
const LINE_DECORATIONS: number = MouseTargetType.GUTTER_LINE_DECORATIONS;
/** `OverviewRulerLane.Left` and `MinimapPosition.Gutter`: const enums, which are types alone. */
const LEFT = 1;
const GUTTER = 2;

/** What a peek at a change can do with it. */
export interface ChangeActions {
  stage(uri: UriComponents, changes: readonly LineChange[], at: number): void;
  revert(uri: UriComponents, changes: readonly LineChange[], at: number): void;
  peeking(open: boolean): void;
}

/** Of a mouse event what is looked at. */
interface Pressed {
  readonly event: { readonly leftButton: boolean };
  readonly target: {
    readonly type: number;
    readonly element: HTMLElement | null;
    readonly position: { readonly lineNumber: number } | null;
  };
}

/** The marks of one file in one editor. */
class MarkedEditor {
  private readonly store = new DisposableStore();
  private readonly marks;
  private peek: ChangePeek | undefined;

  constructor(
    readonly editor: ICodeEditor,
    private readonly model: IReference<QuickDiffModel>,
    private readonly settings: IConfigurationService,
    private readonly actions: ChangeActions,
  ) {
    this.marks = editor.createDecorationsCollection();
    this.store.add(model);
    this.store.add(
      model.object.onDidChange(() => {
        this.show();
      }),
    );
    this.store.add(
      editor.onMouseDown((event) => {
        this.pressed(event);
      }),
    );
    this.show();
  }

  get changes(): readonly LineChange[] {
    return this.model.object.changes.map(({ change }) => change);
  }

  get isPeeking(): boolean {
    return this.peek?.isOpen() ?? false;
  }

  show(): void {
    const where = this.settings.getValue<string>(SETTINGS);
    this.marks.set(this.changes.map((change) => decoration(looked(change), where)));
  }

  /** Shows the change at a line, or the nearest one after or before it. */
  async open(line: number, direction: 'here' | 'next' | 'previous'): Promise<void> {
    const at = lineNear(this.changes, line, direction);
    const original = this.model.object.changes[at]?.original;
    const models = original && this.model.object.getDiffEditorModel(original);
    if (at < 0 || models === undefined) return;
    this.close();
    const { ChangePeek: Peek } = await import('./changePeek.ts');
    this.close();
    this.peek = new Peek(this.editor, models, this.changes, at, this.actions, (from, to) => {
      void this.open(from, to);
    });
  }

  close(): boolean {
    const open = this.isPeeking;
    this.peek?.dispose();
    this.peek = undefined;
    return open;
  }

  private pressed({ event, target }: Pressed): void {
    if (!event.leftButton || target.position === null || target.type !== LINE_DECORATIONS) return;
    if (target.element?.classList.contains(CLASS) !== true) return;
    const line = target.position.lineNumber;
    const same = this.peek?.shows(lineNear(this.changes, line, 'here')) === true;
    if (this.close() && same) return;
    void this.open(line, 'here');
  }

  dispose(): void {
    this.close();
    this.marks.clear();
    this.store.dispose();
  }
}

function decoration({ kind, from, to }: Shown, where: string): IModelDeltaDecoration {
  const everywhere = where === 'all';
  const ruler = `editorOverviewRuler.${kind}Foreground`;
  const minimap = `minimapGutter.${kind}Background`;
  return {
    range: { startLineNumber: from, startColumn: 1, endLineNumber: to, endColumn: 1 },
    options: {
      description: CLASS,
      isWholeLine: true,
      ...(everywhere || where === 'gutter'
        ? { linesDecorationsClassName: `${CLASS} ${CLASS}-${kind}` }
        : {}),
      ...(everywhere || where === 'overview'
        ? { overviewRuler: { color: { id: ruler }, position: LEFT } }
        : {}),
      ...(everywhere || where === 'minimap'
        ? { minimap: { color: { id: minimap }, position: GUTTER } }
        : {}),
    },
  };
}

/** Marks the changes in every editor of the workspace's files, now and later. */
export class ChangeMarks {
  private readonly marked = new Map<ICodeEditor, MarkedEditor>();

  private constructor(
    private readonly editors: ICodeEditorService,
    private readonly models: IQuickDiffModelService,
    private readonly settings: IConfigurationService,
    private readonly actions: ChangeActions,
  ) {
    for (const editor of editors.listCodeEditors()) this.follow(editor);
    editors.onCodeEditorAdd((editor) => {
      this.follow(editor);
    });
    editors.onCodeEditorRemove((editor) => {
      this.forget(editor);
    });
    settings.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(SETTINGS)) this.configure();
    });
    this.configure();
  }

  static async show(actions: ChangeActions): Promise<ChangeMarks> {
    return new ChangeMarks(
      await getService(ICodeEditorService),
      await getService(IQuickDiffModelService),
      await getService(IConfigurationService),
      actions,
    );
  }

  /** Peeks at the change after or before the cursor, also from within another peek. */
  async go(direction: 'next' | 'previous'): Promise<void> {
    const all = [...this.marked.values()];
    const focused = this.editors.getFocusedCodeEditor() ?? this.editors.getActiveCodeEditor();
    const here = all.find(({ isPeeking }) => isPeeking) ?? (focused && this.marked.get(focused));
    const line = here?.editor.getPosition()?.lineNumber;
    if (line !== undefined) await here?.open(line, direction);
  }

  closePeek(): void {
    for (const marked of this.marked.values()) if (marked.close()) marked.editor.focus();
  }

  private configure(): void {
    const width = this.settings.getValue<number>(SETTINGS + 'GutterWidth');
    const hover = this.settings.getValue<string>(SETTINGS + 'GutterVisibility') === 'hover';
    document.documentElement.style.setProperty('--joy-change-width', `${width}px`);
    document.documentElement.classList.toggle('joy-changes-on-hover', hover);
    for (const marked of this.marked.values()) marked.show();
  }

  private follow(editor: ICodeEditor): void {
    const changed = editor.onDidChangeModel(() => {
      this.mark(editor);
    });
    editor.onDidDispose(() => {
      changed.dispose();
      this.forget(editor);
    });
    this.mark(editor);
  }

  private mark(editor: ICodeEditor): void {
    this.forget(editor);
    const uri = editor.getModel()?.uri;
    if (uri?.scheme !== SCHEME || editor.getOption(EditorOption.inDiffEditor)) return;
    const model = this.models.createQuickDiffModelReference(URI.from(uri));
    if (model === undefined) return;
    this.marked.set(editor, new MarkedEditor(editor, model, this.settings, this.actions));
  }

  private forget(editor: ICodeEditor): void {
    this.marked.get(editor)?.dispose();
    this.marked.delete(editor);
  }
}
