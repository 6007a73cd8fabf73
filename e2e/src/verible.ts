import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** `./joy` brings it; where its registry is out of reach there is nothing to test. */
export function hasVerible(): boolean {
  const home = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const tools = join(process.env['JOY_CACHE'] ?? join(home, 'joy'), 'tools');
  const sets = existsSync(tools) ? readdirSync(tools) : [];
  return sets.some((set) => existsSync(join(tools, set, 'bin/verible-verilog-ls')));
}
