import { afterEach, expect, it, vi } from 'vitest';
import { api, ask } from './api.ts';
import { explain } from './messages.ts';

const said = (asked: Promise<unknown>) => asked.then(() => 'an answer', explain);

afterEach(() => {
  vi.unstubAllGlobals();
});

it('says that the server can’t be reached when nobody answers', async () => {
  vi.stubGlobal('location', { href: 'http://127.0.0.1:9/' }); // the discard port: nobody listens
  expect(await said(api('GET', '/me'))).toMatch(/^The server can’t be reached/);
});

it('says of a mistake of ours what it is', async () => {
  vi.stubGlobal('location', { href: 'http://127.0.0.1:9/' });
  const mistake = await said(ask('/', { method: 'GET', body: 'a GET has none' }));
  expect(mistake).not.toMatch(/reached/);
  expect(explain(new TypeError('x is undefined'))).toBe('x is undefined');
});

it('hands on that a request was given up', async () => {
  vi.stubGlobal('location', { href: 'http://127.0.0.1:9/' });
  const asked = ask('/', { signal: AbortSignal.abort() });
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});
