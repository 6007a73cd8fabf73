/**
 * Measures our editor beside code-server, in the same browser and by the same steps, in turn. Prints a
 * line of JSON for each metric, with a value of each round; the benchmark makes figures of them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launch } from '../browser.ts';
import { startCodeServer } from './codeServer.ts';
import { startJoy } from './joy.ts';
import type { Peer } from './peer.ts';
import { Visit } from './visit.ts';

const [installed = '', warmup = '1', rounds = '5'] = process.argv.slice(2);
const KEYS = 40;
/** The layout and the settings of a person are kept a moment after they change. */
const KEPT_MILLIS = 1_500;
const SIZE = { width: 1360, height: 860 };

type Round = Record<string, number>;

async function round(browser: Browser, peer: Peer): Promise<Round> {
  const context = await browser.newContext({ ...peer.profile, viewport: SIZE });
  const first = await Visit.open(context, peer.address);
  const cold = await first.interactive();
  const bytes = await first.bytes();
  await first.page.waitForTimeout(KEPT_MILLIS);
  await first.close();
  const second = await Visit.open(context, peer.address);
  const warm = await second.interactive();
  await second.page.waitForTimeout(KEPT_MILLIS);
  const key = median(await second.keys(KEYS));
  const echo = median(await second.echoes(KEYS));
  const sequence = await second.sequence();
  await second.endTerminal();
  await second.page.keyboard.press('Control+K');
  await second.page.keyboard.press('Control+W');
  await second.page.waitForTimeout(KEPT_MILLIS);
  await context.close();
  return {
    first_load_mb: bytes / 1e6,
    interactive_cold_ms: cold,
    interactive_warm_ms: warm,
    key_ms: key,
    echo_ms: echo,
    seq_ms: sequence,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

async function measure(ours: Peer, peers: Peer, browser: Browser): Promise<void> {
  const each: { ours: Round; peers: Round }[] = [];
  for (let i = 0; i < Number(warmup) + Number(rounds); i++) {
    const turn: Partial<{ ours: Round; peers: Round }> = {};
    for (const who of i % 2 === 0 ? (['ours', 'peers'] as const) : (['peers', 'ours'] as const)) {
      turn[who] = await round(browser, who === 'ours' ? ours : peers);
      console.error(`round ${i} of ${who}: ${JSON.stringify(turn[who])}`);
    }
    if (i >= Number(warmup)) each.push(turn as { ours: Round; peers: Round });
  }
  for (const metric of Object.keys(each[0]?.ours ?? {})) {
    console.log(
      JSON.stringify({
        metric,
        ours: each.map((turn) => turn.ours[metric]),
        peers: each.map((turn) => turn.peers[metric]),
      }),
    );
  }
}

const folder = await mkdtemp(join(tmpdir(), 'joy-peers-'));
const browser = await launch();
try {
  const files = join(folder, 'blinky');
  const ours = await startJoy(browser, files);
  try {
    const peers = await startCodeServer(installed, files);
    try {
      await measure(ours, peers, browser);
    } finally {
      await peers.stop();
    }
  } finally {
    await ours.stop();
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
}
