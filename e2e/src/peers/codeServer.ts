import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPlace } from '../server.ts';
import type { Peer } from './peer.ts';

const READY_MILLIS = 60_000;
const STEP_MILLIS = 100;

/** As little as it can do: nothing asks the network, nothing asks the person. */
const OPTIONS = [
  '--auth=none',
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-workspace-trust',
  '--disable-getting-started-override',
];
/** The terminal draws into the page, so that what it shows can be read; ours does where there is no GPU. */
const SETTINGS = {
  'terminal.integrated.gpuAcceleration': 'off',
  'workbench.startupEditor': 'none',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'chat.disableAIFeatures': true,
};

/** code-server over the same files, with the node it was made for. */
export async function startCodeServer(installed: string, files: string): Promise<Peer> {
  const home = await mkdtemp(join(tmpdir(), 'joy-code-server-'));
  await mkdir(join(home, 'data/User'), { recursive: true });
  await writeFile(join(home, 'data/User/settings.json'), JSON.stringify(SETTINGS));
  const { port, data } = await newPlace();
  await rm(data, { recursive: true });
  const child = spawn(
    join(installed, 'node_modules/node/bin/node'),
    [
      join(installed, 'node_modules/code-server/out/node/entry.js'),
      ...OPTIONS,
      `--bind-addr=127.0.0.1:${port}`,
      `--user-data-dir=${join(home, 'data')}`,
      `--extensions-dir=${join(home, 'extensions')}`,
      `--config=${join(home, 'config.yaml')}`,
      files,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: home } },
  );
  const said: string[] = [];
  child.stderr.on('data', (text: Buffer) => said.push(text.toString()));
  const address = `http://127.0.0.1:${port}`;
  const end = Date.now() + READY_MILLIS;
  while (!(await answers(`${address}/healthz`))) {
    if (child.exitCode !== null) throw new Error(`code-server ended\n${said.join('')}`);
    if (Date.now() > end) throw new Error(`code-server is not ready after ${READY_MILLIS} ms`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MILLIS));
  }
  return {
    name: 'code-server',
    address: `${address}/?folder=${encodeURIComponent(files)}`,
    profile: {},
    stop: async () => {
      const over = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      await over;
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false; // nobody listens yet
  }
}
