// The page's first script, a few kilobytes: it asks for the session and opens its sockets while the
// workbench, a few megabytes, is still loading.
import { explain } from '../../common/src/messages.ts';
import { prepare, say } from './opening.ts';
import { paintAsLastTime } from './theme.ts';

paintAsLastTime();

try {
  const opening = prepare(location.pathname.split('/')[2] ?? '');
  const [{ open }, opened] = await Promise.all([import('./main.ts'), opening]);
  await open(opened);
} catch (error) {
  say(explain(error), true);
}
