import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../common/src/api.ts';
import { type Kept, KeptTexts, type TextStore } from './keptTexts.ts';

class TestingStore implements TextStore {
  readonly texts = new Map<string, string>();
  away = false;
  puts = 0;

  get(key: string) {
    const text = this.texts.get(key);
    return Promise.resolve(text === undefined ? undefined : { etag: text, text });
  }

  all() {
    return Promise.resolve(new Map([...this.texts].map(([k, text]) => [k, { etag: text, text }])));
  }

  put(key: string, text: string, etag: string | undefined): Promise<string> {
    this.puts++;
    if (this.away) return Promise.reject(new TypeError('no network'));
    if (text.includes('too large')) return Promise.reject(new ApiError(413, 'too_large', 'large'));
    if (this.texts.get(key) !== etag) return Promise.reject(new ApiError(412, 'changed', ''));
    this.texts.set(key, text);
    return Promise.resolve(text);
  }

  delete(key: string): Promise<void> {
    this.texts.delete(key);
    return Promise.resolve();
  }
}

/** A tab; what it tells its person, and what would outlive it. */
function tab(store: TestingStore) {
  const told: string[] = [];
  const journal = new Map<string, Kept>();
  const others: KeptTexts[] = [];
  const texts = new KeptTexts(store, {
    set: (key, kept) => {
      journal.set(key, kept);
      others.forEach((other) => {
        other.heard(key, kept.text, kept.base);
      });
    },
    overruled: (_, settings) => told.push(`overruled ${settings?.join() ?? 'all'}`),
    refused: (_, error) => told.push(error.code),
    soon: () => Promise.resolve(),
    later: () => new Promise((resolve) => setTimeout(resolve, 1)),
  });
  texts.listen((key) => told.push(`${key} is ${texts.get(key) ?? 'gone'}`));
  return { texts, told, journal, others };
}

describe('texts that follow a person', () => {
  it('are at hand at once and at the server soon', async () => {
    const store = new TestingStore();
    const { texts, told } = tab(store);
    texts.set('a', '1');
    texts.set('a', '2');
    expect(texts.get('a')).toBe('2');
    await texts.settled();
    expect(store.texts.get('a')).toBe('2');
    expect(told).toEqual([]);
  });

  it('keep what two devices set', async () => {
    const store = new TestingStore();
    const [one, two] = [tab(store), tab(store)];
    store.texts.set('a', '{"x":1}');
    for (const { texts } of [one, two]) await texts.refresh(() => store.all());
    one.texts.set('a', '{"x":1,"y":2}');
    await one.texts.settled();
    two.texts.set('a', '{"x":3}');
    await two.texts.settled();
    expect(JSON.parse(store.texts.get('a') ?? '')).toEqual({ x: 3, y: 2 });
    expect(two.told).toContain('a is {"x":3,"y":2}');
    expect(two.told.filter((said) => said.startsWith('overruled'))).toEqual([]);
  });

  it('are the newest where they can’t be put together, and the person is told', async () => {
    const store = new TestingStore();
    const { texts, told } = tab(store);
    store.texts.set('a', 'theirs {');
    texts.set('a', 'ours {');
    await texts.settled();
    expect(store.texts.get('a')).toBe('ours {');
    expect(told).toEqual(['overruled all']);
  });

  it('wait for a network that is away', async () => {
    const store = new TestingStore();
    const { texts } = tab(store);
    store.away = true;
    texts.set('a', '1');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(store.texts.has('a')).toBe(false);
    store.away = false;
    await texts.settled();
    expect(store.texts.get('a')).toBe('1');
  });

  it('outlive the tab that set them without a network', async () => {
    const store = new TestingStore();
    store.texts.set('a', '{"x":1}');
    store.away = true;
    const lost = tab(store);
    await lost.texts.refresh(() => store.all());
    lost.texts.set('a', '{"x":2}');
    const { text, base } = lost.journal.get('a') ?? {};

    const server = new TestingStore();
    server.texts.set('a', '{"x":1,"y":1}');
    const next = tab(server);
    await next.texts.refresh(() => server.all());
    next.texts.left('a', text, base);
    await next.texts.settled();
    expect(JSON.parse(server.texts.get('a') ?? '')).toEqual({ x: 2, y: 1 });
  });

  it('are told to the other tabs, which send nothing', async () => {
    const store = new TestingStore();
    const [one, two] = [tab(store), tab(store)];
    one.others.push(two.texts);
    one.texts.set('a', '1');
    expect(two.texts.get('a')).toBe('1');
    await Promise.all([one.texts.settled(), two.texts.settled()]);
    expect(store.puts).toBe(1);
    two.texts.set('a', '2');
    await two.texts.settled();
    expect(store.puts).toBe(2); // and no 412: it heard of the version, too
  });

  it('are not what an answer says that was on its way while they were set', async () => {
    const store = new TestingStore();
    const { texts } = tab(store);
    await texts.refresh(async () => {
      const before = await store.all();
      texts.set('a', '1');
      await texts.settled();
      return before;
    });
    expect(texts.get('a')).toBe('1');
  });

  it('are gone at the server once they are deleted', async () => {
    const store = new TestingStore();
    const { texts } = tab(store);
    texts.set('a', '1');
    await texts.settled();
    texts.set('a', undefined);
    await texts.settled();
    expect(store.texts.has('a')).toBe(false);
    expect(texts.keys()).toEqual([]);
  });

  it('are not sent again and again when the server will not have them', async () => {
    const store = new TestingStore();
    const { texts, told } = tab(store);
    texts.set('a', 'too large');
    await texts.settled();
    expect(store.puts).toBe(1);
    expect(told).toEqual(['too_large']);
  });
});
