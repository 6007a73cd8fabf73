import type { TerminalStartEnvironment, TerminalStartLook } from '../../../protocol/src/index.ts';
import type { Agent } from '../agent.ts';
import type { WorkspacePaths } from '../workspacePaths.ts';
import { ContainerPaths } from './containerPaths.ts';

interface Known {
  readonly paths: ContainerPaths;
  readonly env: Readonly<Record<string, string>>;
  /** Those of `PROGRAMS` that there are. */
  readonly programs: readonly string[];
}

/** What decides which tasks a project has. */
const PROGRAMS = ['nix-build'];

/** What tasks have to know of where they run. A profile may change, so it is asked for again. */
export class Container {
  private last: Known | undefined;
  private asked: Promise<Known> | undefined;

  constructor(
    private readonly agent: Agent,
    private readonly paths: WorkspacePaths,
  ) {}

  get project(): string {
    return this.paths.project;
  }

  /** As it was when a task last asked. */
  get known(): Known {
    if (this.last === undefined) throw new Error('no task has asked for its environment yet');
    return this.last;
  }

  look(): Promise<Known> {
    this.asked ??= this.ask().finally(() => (this.asked = undefined));
    return this.asked;
  }

  private async ask(): Promise<Known> {
    const look: TerminalStartLook = { programs: PROGRAMS };
    const told = await this.agent.call<TerminalStartEnvironment>('terminal/environment', look);
    const { workspace, env, programs } = told;
    this.last = { paths: new ContainerPaths(this.paths, workspace), env, programs };
    return this.last;
  }
}
