import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { RestSession } from '../../web/protocol/src/index.ts';
import { freshProfile, launch } from './browser.ts';
import { Client } from './client.ts';
import { Server } from './server.ts';
import { Workbench } from './workbench.ts';

/** A server, a person with a session of a project from the template, a browser. */
export class Scene {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
    readonly client: Client,
    readonly session: RestSession,
  ) {}

  static async start(): Promise<Scene> {
    const server = await Server.start();
    const client = await Client.of(server, 'ann');
    await client.project('blinky');
    return new Scene(server, await launch(), client, await client.session('ann/blinky'));
  }

  /** The session in a profile that has never been here. */
  async open(): Promise<Page> {
    const person = await freshProfile(this.browser);
    await person.setExtraHTTPHeaders({ Authorization: `Bearer ${this.client.token}` });
    const page = await person.newPage();
    await page.goto(`${this.server.url}/ide/${this.session.id}`);
    await new Workbench(page).isReady();
    return page;
  }

  run(script: string): Promise<string> {
    return this.client.run(this.session, script);
  }

  async read(name: string): Promise<string> {
    return (await this.client.call('GET', `${this.session.tunnel}files/${name}`)).text();
  }

  async write(name: string, text: string): Promise<void> {
    const answer = await this.client.call('PUT', `${this.session.tunnel}files/${name}`, text);
    expect(answer.ok, name).toBe(true);
  }

  async bitstreams(): Promise<unknown[]> {
    const answer = await this.client.call('GET', `${this.session.tunnel}bitstreams`);
    return (await answer.json()) as unknown[];
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.server.remove();
  }
}
