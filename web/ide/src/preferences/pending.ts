import {
  applyEdits,
  setProperty,
} from '@codingame/monaco-vscode-api/vscode/vs/base/common/jsonEdit';
import { ConfigurationTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration';
import { SettingsEditor2 } from '@codingame/monaco-vscode-preferences-service-override/vscode/vs/workbench/contrib/preferences/browser/settingsEditor2';

const FORM = { tabSize: 4, insertSpaces: true, eol: '\n' };

/** A value that the Settings editor has been given and not written yet: it waits up to a second. */
interface Pending {
  readonly key: string;
  readonly value: unknown;
  readonly languageFilter: string | undefined;
}

/** What of the Settings editor is used; it makes itself, so that its own method is replaced. */
interface Editor {
  readonly pendingSettingUpdate: Pending | null;
  readonly settingsTargetsWidget: { readonly settingsTarget: unknown };
  onDidChangeSetting: (this: Editor, ...change: unknown[]) => void;
}

const OF_THE_PERSON = [ConfigurationTarget.USER, ConfigurationTarget.USER_LOCAL];

/** Settings that were set, and that a page which goes now would lose. */
export class PendingSettings {
  private editor: Editor | undefined;

  constructor() {
    const editor = SettingsEditor2.prototype as unknown as Editor;
    const { onDidChangeSetting } = editor;
    if (typeof onDidChangeSetting !== 'function')
      throw new Error('the Settings editor takes values in another way: see pending.ts');
    const note = (one: Editor) => (this.editor = one);
    editor.onDidChangeSetting = function (...change) {
      note(this);
      onDidChangeSetting.apply(this, change);
    };
  }

  /** `settings.json` with what is pending; undefined when nothing is. */
  written(text: string): string | undefined {
    const pending = this.editor?.pendingSettingUpdate ?? undefined;
    if (this.editor === undefined || pending === undefined) return undefined;
    const target = this.editor.settingsTargetsWidget.settingsTarget as ConfigurationTarget;
    if (!OF_THE_PERSON.includes(target)) return undefined; // the project's are a file of its workspace
    return withSetting(text, pending);
  }
}

export function withSetting(text: string, { key, value, languageFilter }: Pending): string {
  const path = languageFilter === undefined ? [key] : [`[${languageFilter}]`, key];
  return applyEdits(text, setProperty(text, path, value, FORM));
}
