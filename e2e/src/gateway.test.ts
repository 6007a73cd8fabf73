import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestSession } from '../../web/protocol/src/index.ts';
import { Client, soon, TestTerminal } from './client.ts';
import { newPlace, type Place, Server } from './server.ts';

describe('a gateway that is a process of its own', () => {
  let place: Place;
  let gateway: Server;
  let master: Server;
  let ann: Client;
  let session: RestSession;
  let terminal: TestTerminal;

  beforeAll(async () => {
    place = await newPlace();
    master = await startMaster();
    gateway = await Server.start(place, '--role', 'gateway');
    ann = await Client.of(master, 'ann');
    await ann.project('blinky');
    session = await ann.session('ann/blinky');
    terminal = await TestTerminal.open(ann, session);
    await terminal.types('echo one-$((1 + 1))', 'one-2');
  });

  afterAll(async () => {
    terminal?.close();
    await gateway?.stop();
    await master?.stop();
    // a stop that keeps no session ends what the one before left running
    await (await Server.start(place, '--role', 'master')).stop();
    await rm(place.data, { recursive: true, force: true });
  });

  it('keeps tunnels open when the master is killed', async () => {
    await master.kill();

    await terminal.types('echo two-$((1 + 2))', 'two-3');
    expect((await fetch(gateway.url + '/')).status).toBe(503);

    master = await startMaster();
    await sessionGoesOn();
    await terminal.types('echo three-$((1 + 3))', 'three-4');
    expect(terminal.closed).toBe(false);
  });

  it('keeps tunnels open when the master stops with --keep-sessions', async () => {
    await master.stop();

    await terminal.types('echo four-$((1 + 4))', 'four-5');

    master = await startMaster();
    await sessionGoesOn();
    await terminal.types('echo five-$((1 + 5))', 'five-6');
    expect(terminal.closed).toBe(false);
  });

  async function sessionGoesOn(): Promise<void> {
    await soon('the gateway has its master again', async () => {
      return (await fetch(gateway.url + '/')).status === 200;
    });
    const same = await ann.session('ann/blinky');
    expect(same.id).toBe(session.id);
    expect(same.claim).toBe(session.claim);
  }

  function startMaster(): Promise<Server> {
    return Server.start(place, '--role', 'master', '--keep-sessions');
  }
});
