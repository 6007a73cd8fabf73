import { ApiError, api } from '../../common/src/api.ts';
import type { RestMe } from '../../protocol/src/index.ts';
import { byId } from './dom.ts';

try {
  await api<RestMe>('GET', '/me');
  const start = byId('start', HTMLAnchorElement);
  start.href = '/dashboard';
  start.textContent = 'Go to your projects';
} catch (error) {
  if (!(error instanceof ApiError)) throw error; // not signed in: the page stays as it is
}
