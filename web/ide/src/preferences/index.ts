import { getService, IStorageService } from '@codingame/monaco-vscode-api';
import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api';
import { ITextFileService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/textfile/common/textfiles.service';
import storage from '@codingame/monaco-vscode-storage-service-override';
import type * as vscode from 'vscode';
import type { ApiError } from '../../../common/src/api.ts';
import { online, pause } from '../tunnel.ts';
import { Journal } from './journal.ts';
import { KeptTexts } from './keptTexts.ts';
import { Storages } from './keptStorage.ts';
import { keyOf, layoutOf, nameOf, pathOf, PERSONS, SETTINGS } from './keys.ts';
import { PendingSettings } from './pending.ts';
import { type Answer, askPreferences, store } from './store.ts';
import { UserData } from './userData.ts';

/** The workbench writes down what it remembers many times a minute. */
const GATHER_MILLIS = 1_000;
/** Of a page that goes quickly the browser may take no more: tabs are written down soon. */
const TABS_MILLIS = 100;
const RETRY_MILLIS = 5_000;
/** Another device is asked for at most so often, when a window is looked at again. */
const ASK_AGAIN_MILLIS = 10_000;

interface Told {
  readonly text: string;
  /** A text that was overruled as a whole. */
  readonly other?: string;
}

/** Settings, shortcuts, snippets and layouts, as the person left them on whatever device. */
export class Preferences {
  readonly texts: KeptTexts;
  readonly files: UserData;
  private readonly layout: string;
  private readonly storages: Storages;
  private readonly pending = new PendingSettings();
  private journal: Journal | undefined;
  private channel: BroadcastChannel | undefined;
  private workbench: typeof vscode | undefined;
  private readonly untold: Told[] = [];
  private hurry!: () => void;
  private hurried = this.nextHurry();
  private asked = 0;

  private constructor(private readonly project: string) {
    this.layout = layoutOf(project);
    this.texts = new KeptTexts(store, {
      set: (key, kept) => {
        this.journal?.set(key, kept);
        if (key.startsWith(PERSONS)) this.channel?.postMessage([key, kept.text, kept.base]);
      },
      overruled: (key, settings, other) => {
        this.overruled(key, settings, other);
      },
      refused: (key, error) => {
        this.refused(key, error);
      },
      soon: (key) =>
        pathOf(key) === undefined
          ? Promise.race([pause(GATHER_MILLIS), this.hurried])
          : Promise.resolve(),
      later: () => Promise.race([pause(RETRY_MILLIS), online()]),
    });
    this.files = new UserData(this.texts);
    this.storages = new Storages(this.texts, this.layout);
  }

  /** Where the server gave no answer the workbench opens with what is usual, and says so. */
  static async load(project: string, asked: Promise<Answer>): Promise<Preferences> {
    const preferences = new Preferences(project);
    if (!(await preferences.take(asked))) {
      const text = 'Your settings can’t be read from the server yet; they come when it answers.';
      preferences.tell({ text });
      void preferences.askUntilAnswered();
    }
    return preferences;
  }

  services(): IEditorOverrideServices {
    return storage({
      databaseFactories: this.storages.factories(),
      fallbackOverride: {
        'workbench.activity.showAccounts': false,
        // the status bar's own menu shows it to who wants it
        'workbench.statusbar.hidden': '["status.workbench.keyboardLayout"]',
      },
    });
  }

  /** Once the workbench stands. */
  async track(workbench: typeof vscode): Promise<void> {
    this.workbench = workbench;
    this.untold.splice(0).forEach((told) => {
      this.tell(told);
    });
    const memory = await getService(IStorageService);
    let soon: number | undefined;
    workbench.window.tabGroups.onDidChangeTabs(() => {
      clearTimeout(soon);
      soon = window.setTimeout(() => {
        this.storages.save(memory);
      }, TABS_MILLIS);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.sendAll(memory);
      else if (Date.now() - this.asked > ASK_AGAIN_MILLIS) {
        void this.take(askPreferences(this.project));
      }
    });
    const { files } = await getService(ITextFileService);
    addEventListener('pagehide', () => {
      // a settings.json in an editor is saved half a second after the last key
      for (const { resource, textEditorModel } of files.models.filter((one) => one.isDirty())) {
        const key = resource.scheme === 'vscode-userdata' ? keyOf(resource.path) : undefined;
        if (key !== undefined) this.files.put(key, () => textEditorModel.getValue());
      }
      this.sendAll(memory);
    });
    await memory.flush();
  }

  /** Of a page that goes nothing may wait any more: what is set now leaves with a request that outlives it. */
  private sendAll(memory: IStorageService): void {
    this.files.put(SETTINGS, (text) => this.pending.written(text));
    this.storages.save(memory);
    this.hurry();
    this.hurried = this.nextHurry();
  }

  private async askUntilAnswered(): Promise<void> {
    do await Promise.race([pause(RETRY_MILLIS), online()]);
    while (!(await this.take(askPreferences(this.project))));
  }

  /** False when the answer is an error. */
  private async take(asked: Promise<Answer>): Promise<boolean> {
    this.asked = Date.now();
    let person: string | undefined;
    await this.texts.refresh(async () => {
      const answer = await asked;
      if ('error' in answer) {
        console.warn('preferences can’t be read:', answer.error);
        return undefined;
      }
      person = answer.person;
      return answer.texts;
    });
    if (person !== undefined && this.journal === undefined) this.isOf(person);
    return person !== undefined;
  }

  /** From here on other tabs of the person hear of it, and what isn't sent outlives this one. */
  private isOf(person: string): void {
    this.journal = new Journal(person);
    this.channel = new BroadcastChannel(`joy.preferences.${person}`);
    this.channel.onmessage = ({ data }: MessageEvent<Parameters<KeptTexts['heard']>>) => {
      this.texts.heard(...data);
    };
    for (const [key, { text, base }] of this.journal.left()) {
      if (key.startsWith(PERSONS) || key === this.layout) this.texts.left(key, text, base);
    }
  }

  private overruled(key: string, settings: readonly string[] | undefined, other: string): void {
    if (pathOf(key) === undefined) return; // of a layout the last one stands
    const text = `${nameOf(key)} were changed elsewhere at the same time.`;
    if (settings === undefined) this.tell({ text: `${text} Yours from here are kept.`, other });
    else this.tell({ text: `${text} As you set it here stays: ${settings.join(', ')}.` });
  }

  private refused(key: string, error: ApiError): void {
    if (pathOf(key) === undefined) console.warn(`${key} stays in this browser:`, error.message);
    else
      this.tell({
        text: `${nameOf(key)} stay in this browser only: ${error.message}. Make them smaller, or fewer, and save again.`,
      });
  }

  private tell(told: Told): void {
    const { workbench } = this;
    if (workbench === undefined) this.untold.push(told);
    else void show(workbench, told);
  }

  private nextHurry(): Promise<void> {
    return new Promise((resolve) => (this.hurry = resolve));
  }
}

async function show(workbench: typeof vscode, { text, other }: Told): Promise<void> {
  const open = 'Open the Other';
  const chosen = await workbench.window.showWarningMessage(
    text,
    ...(other === undefined ? [] : [open]),
  );
  if (chosen !== open || other === undefined) return;
  const made = await workbench.workspace.openTextDocument({ content: other, language: 'jsonc' });
  await workbench.window.showTextDocument(made);
}
