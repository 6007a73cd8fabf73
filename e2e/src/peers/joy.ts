import { execFileSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { Client } from '../client.ts';
import { newPlace, Server } from '../server.ts';
import type { Peer } from './peer.ts';

const PASSWORD = 'correct horse battery';

/** Ours: a server of its own, a person, a project from the template, and a session of it. */
export async function startJoy(browser: Browser, files: string): Promise<Peer> {
  const server = await Server.start(await newPlace(), '--pool-full', '1', '--pool-burst', '0');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.setUpLink ?? 'no set-up link was printed');
  await page.getByLabel('Name').fill('ann');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL('**/dashboard');
  const { cookies } = await context.storageState();
  await context.close();
  const client = await Client.known(server, 'ann');
  await client.project('blinky');
  execFileSync('git', ['clone', '-q', address(server, client), files]);
  const session = await client.session('ann/blinky');
  return {
    name: 'joy',
    address: `${server.url}/ide/${session.id}`,
    profile: { storageState: { cookies, origins: [] } },
    stop: () => server.remove(),
  };
}

function address(server: Server, client: Client): string {
  return `${server.url.replace('://', `://ann:${client.token}@`)}/git/ann/blinky.git`;
}
