// What a person is told of a language server: beside the language's name in the status bar at any
// time, and in a notification where something has to be done about it, once.
import type * as vscode from 'vscode';

const NAMES: Partial<Record<string, string>> = {
  verilog: 'Verilog',
  systemverilog: 'SystemVerilog',
  vhdl: 'VHDL',
  c: 'C',
  cpp: 'C++',
  python: 'Python',
  shellscript: 'shell scripts',
};

const TRY_AGAIN = 'joy.languageServer.tryAgain';
const SHOW_LOG = 'Show Log';

/** The part of the workbench that is needed here; a test gives its own. */
export interface Telling {
  readonly window: Pick<typeof vscode.window, 'showInformationMessage' | 'showWarningMessage'>;
  readonly languages: Pick<typeof vscode.languages, 'createLanguageStatusItem'>;
  readonly commands: Pick<typeof vscode.commands, 'registerCommand'>;
  readonly LanguageStatusSeverity: typeof vscode.LanguageStatusSeverity;
}

type Told = Pick<Storage, 'getItem' | 'setItem'>;

export class LanguageState {
  private readonly item: vscode.LanguageStatusItem;
  private readonly command: vscode.Disposable;
  private readonly names: string;
  private crashTold = false;
  private wanted: (() => void) | undefined;

  constructor(
    private readonly workbench: Telling,
    private readonly served: string,
    languages: readonly string[],
    private readonly told: Told,
  ) {
    this.names = languages.map((language) => NAMES[language] ?? language).join(' and ');
    const command = `${TRY_AGAIN}.${served}`;
    this.command = workbench.commands.registerCommand(command, () => this.wanted?.());
    this.item = workbench.languages.createLanguageStatusItem(
      `joy.${served}`,
      languages.map((language) => ({ language })),
    );
    this.item.name = `Language server for ${this.names}`;
    this.say('Language server', 'starts', true);
  }

  serves(): void {
    this.say('Language server', 'works', false);
  }

  /** Settles when the person wants another try. */
  async missing(reason: string): Promise<void> {
    const { Warning } = this.workbench.LanguageStatusSeverity;
    this.say('No language server', reason, false, Warning);
    this.item.command = { command: `${TRY_AGAIN}.${this.served}`, title: 'Try Again' };
    const wanted = new Promise<void>((resolve) => (this.wanted = resolve));
    this.tellOnceOf(reason);
    await wanted;
    this.item.command = undefined;
    this.say('Language server', 'starts', true);
  }

  private tellOnceOf(reason: string): void {
    // remembered beyond this page: who does without the server isn't asked at each visit
    const key = `joy.told.${this.served}`;
    if (this.told.getItem(key) === reason) return;
    this.told.setItem(key, reason);
    const text = `For ${this.names} there are colours only: ${reason}`;
    void this.workbench.window.showInformationMessage(text, 'Try Again').then((answer) => {
      if (answer !== undefined) this.wanted?.();
    });
  }

  /** @param crash how it ended, where it was its own doing and not the network's */
  away(crash: string | undefined, log: Pick<vscode.OutputChannel, 'show'>): void {
    const { Warning } = this.workbench.LanguageStatusSeverity;
    this.say('Language server', crash ?? 'connects again', true, Warning);
    if (crash === undefined || this.crashTold) return;
    this.crashTold = true;
    const text = `The language server for ${this.names} stopped: ${crash}. Your text isn't affected.`;
    void this.workbench.window.showWarningMessage(text, SHOW_LOG).then((answer) => {
      if (answer !== undefined) log.show();
    });
  }

  private say(
    text: string,
    detail: string,
    busy: boolean,
    severity = this.workbench.LanguageStatusSeverity.Information,
  ): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.busy = busy;
    this.item.severity = severity;
  }

  dispose(): void {
    this.item.dispose();
    this.command.dispose();
    this.wanted?.();
  }
}
