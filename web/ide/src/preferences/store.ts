import { ApiError, api, ask } from '../../../common/src/api.ts';
import type { PreferencesPreferenceList } from '../../../protocol/src/index.ts';
import { layoutOf, PERSONS } from './keys.ts';
import type { TextStore, Version } from './keptTexts.ts';

const PATH = '/me/preferences';
/** What a browser sends of a page that goes, in all (Fetch standard, 64 KiB of keepalive). */
const KEPT_ALIVE = 60_000;

/** What the server said, or why it didn't. */
export type Answer =
  | { readonly person: string; readonly texts: ReadonlyMap<string, Version> }
  | { readonly error: unknown };

export const store: TextStore = {
  async get(key) {
    const response = await ask(`/api/v1${PATH}/${key}`);
    if (response.status === 404) return undefined;
    if (!response.ok) throw await ApiError.from(response);
    return { etag: tag(response), text: await response.text() };
  },
  async put(key, text, etag) {
    const body = new TextEncoder().encode(text);
    const response = await ask(`/api/v1${PATH}/${key}`, {
      method: 'PUT',
      body,
      keepalive: body.length < KEPT_ALIVE,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        ...(etag === undefined ? { 'If-None-Match': '*' } : { 'If-Match': `"${etag}"` }),
      },
    });
    if (!response.ok) throw await ApiError.from(response);
    return tag(response);
  },
  async delete(key) {
    const response = await ask(`/api/v1${PATH}/${key}`, { method: 'DELETE' });
    if (!response.ok && response.status !== 404) throw await ApiError.from(response);
  },
};

/** All of a person's, and the layout of one project, in one request. */
export function askPreferences(project: string): Promise<Answer> {
  const layout = encodeURIComponent(layoutOf(project));
  return api<PreferencesPreferenceList>('GET', `${PATH}?prefix=${PERSONS}&prefix=${layout}`).then(
    (list) => ({
      person: list.person,
      texts: new Map(list.preferences.map((one) => [one.key, one])),
    }),
    (error: unknown) => ({ error }),
  );
}

function tag(response: Response): string {
  return (response.headers.get('ETag') ?? '').replace(/^W\//, '').replaceAll('"', '');
}
