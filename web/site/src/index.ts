import { byId } from './dom.ts';
import { account, showNav } from './nav.ts';

try {
  const me = await account();
  showNav(me);
  if (me !== undefined) {
    const start = byId('start', HTMLAnchorElement);
    start.href = '/dashboard';
    start.textContent = 'Go to your projects';
  }
} catch {
  showNav(undefined); // the page is for visitors, too: signing in will say what is wrong
}
