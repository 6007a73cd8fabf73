import { StandaloneServices } from '@codingame/monaco-vscode-api';
import { Action } from '@codingame/monaco-vscode-api/vscode/vs/base/common/actions';
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser';
import { EmbeddedDiffEditorWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/widget/diffEditor/embeddedDiffEditorWidget';
import type { IDiffEditorModel } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/editorCommon';
import { PeekViewWidget } from '@codingame/monaco-vscode-api/vscode/vs/editor/contrib/peekView/browser/peekView';
import { IInstantiationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/instantiation';
import type { ChangeActions } from './changeMarks.ts';
import { type LineChange, looked } from './lineChanges.ts';

const LINES_AROUND = 6;
const MOST_LINES = 18;

/** One change between the lines of the editor: what was there, what is there now, what can be done. */
export class ChangePeek extends PeekViewWidget {
  private diff: EmbeddedDiffEditorWidget | undefined;
  private open = true;

  constructor(
    editor: ICodeEditor,
    private readonly models: IDiffEditorModel,
    private readonly changes: readonly LineChange[],
    private readonly at: number,
    actions: ChangeActions,
    go: (line: number, direction: 'next' | 'previous') => void,
  ) {
    const services = StandaloneServices.get(IInstantiationService);
    const look = {
      isAccessible: true,
      isResizeable: true,
      showFrame: true,
      showArrow: true,
      frameWidth: 1,
      frameColor: 'var(--vscode-peekView-border)',
      keepEditorSelection: true,
    };
    super(editor, look, services);
    this.onDidClose(() => {
      this.open = false;
      actions.peeking(false);
    });
    actions.peeking(true);
    this.create();
    const change = changes[at];
    if (change === undefined) return;
    const { from, to } = looked(change);
    this.setTitle(
      editor.getModel()?.uri.path.split('/').at(-1) ?? '',
      `Change ${at + 1} of ${changes.length}`,
    );
    this.button('Revert Change', 'discard', () => {
      this.dispose();
      actions.revert(models.modified.uri.toJSON(), changes, at);
    });
    this.button('Stage Change', 'add', () => {
      this.dispose();
      actions.stage(models.modified.uri.toJSON(), changes, at);
    });
    this.button('Next Change', 'arrow-down', () => {
      go(to, 'next');
    });
    this.button('Previous Change', 'arrow-up', () => {
      go(from, 'previous');
    });
    const height = Math.max(
      to - from + 1,
      change.originalEndLineNumber - change.originalStartLineNumber + 1,
    );
    this.show({ lineNumber: to, column: 1 }, Math.min(height + LINES_AROUND, MOST_LINES));
    editor.setPosition({ lineNumber: from, column: 1 });
    this.diff?.revealLinesInCenter(from, to);
    this.diff?.focus();
  }

  isOpen(): boolean {
    return this.open;
  }

  shows(at: number): boolean {
    return this.open && this.at === at && this.changes[at] !== undefined;
  }

  protected override _fillContainer(container: HTMLElement): void {
    super._fillContainer(container);
    container.classList.add('joy-change-peek');
  }

  protected override _fillBody(container: HTMLElement): void {
    const options = {
      renderSideBySide: false,
      scrollBeyondLastLine: false,
      readOnly: false,
      fixedOverflowWidgets: true,
      minimap: { enabled: false },
      diffAlgorithm: 'advanced' as const,
      automaticLayout: false,
      renderOverviewRuler: false,
      renderGutterMenu: false,
    };
    this.diff = this.instantiationService.createInstance(
      EmbeddedDiffEditorWidget,
      container,
      options,
      {},
      this.editor,
    );
    this._disposables.add(this.diff);
    this.diff.setModel(this.models);
  }

  protected override _doLayoutBody(height: number, width: number): void {
    super._doLayoutBody(height, width);
    this.diff?.layout({ height, width });
  }

  private button(label: string, icon: string, run: () => void): void {
    const action = new Action(label, label, `codicon codicon-${icon}`, true, run);
    action.tooltip = label;
    this._disposables.add(action);
    this._actionbarWidget?.push(action, { label: false, icon: true, index: 0 });
  }
}
