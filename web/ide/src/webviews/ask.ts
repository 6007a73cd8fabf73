import { api } from '../../../common/src/api.ts';
import type { PreviewsWebview } from '../../../protocol/src/index.ts';

/** Where parts of the IDE run apart from its page. */
export interface ApartOrigins {
  readonly webviews: string;
  readonly extensionHost: string;
}

/** Undefined where the server has no domain for them: then there are no webviews. */
export async function apartOrigins(session: string): Promise<ApartOrigins | undefined> {
  const { origin, extensions } = await api<PreviewsWebview>('GET', `/sessions/${session}/webview`);
  return origin === undefined || extensions === undefined
    ? undefined
    : { webviews: origin, extensionHost: extensions };
}
