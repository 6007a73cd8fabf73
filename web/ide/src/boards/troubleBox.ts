import { udevRules } from '../../../flash/src/boards.ts';
import type { FlashError } from '../../../flash/src/flashError.ts';
import { systemOf, type Way, ways } from './advice.ts';
import { h, icon, save } from './dom.ts';

const RULE = '60-joy-of-hardware.rules';
const FLAG = 'chrome://flags/#automatic-usb-detach';

/** What happened, what to do next, and what that takes. */
export function troubleBox(error: FlashError): HTMLElement {
  const out = ways(error.trouble, systemOf(navigator.userAgent));
  const calm = error.trouble === 'cancelled' || error.trouble === 'usb.none';
  return h(
    'div',
    { class: calm ? 'box calm' : 'box trouble', role: calm ? 'status' : 'alert' },
    icon(calm ? 'info' : 'warning'),
    h(
      'div',
      {},
      h('p', { class: 'what' }, error.message),
      // a way for this system says more than a sentence for all of them
      out.length === 0
        ? h('p', {}, error.next)
        : error.trouble === 'usb.busy'
          ? h('p', {}, 'Close other programs and tabs that use it. Where that doesn’t help:')
          : undefined,
      ...out.map(way),
    ),
  );
}

function way(kind: Way): HTMLElement {
  switch (kind) {
    case 'udev':
      return h(
        'div',
        { class: 'way' },
        h('p', {}, 'Once for this computer, as its administrator:'),
        h(
          'button',
          {
            class: 'button secondary',
            click: () => {
              save(RULE, udevRules());
            },
          },
          icon('desktop-download'),
          'Download the udev rule',
        ),
        commands(
          `sudo cp ${RULE} /etc/udev/rules.d/`,
          'sudo udevadm control --reload',
          'sudo udevadm trigger',
        ),
        h('p', {}, 'Then unplug the board and plug it in.'),
      );
    case 'detach':
      return h(
        'div',
        { class: 'way' },
        h('p', {}, 'Or without an administrator: open this address, choose Enabled, restart.'),
        commands(FLAG),
      );
    case 'zadig':
      return h(
        'div',
        { class: 'way' },
        h('p', {}, 'Once for this board, with the program Zadig:'),
        h(
          'ol',
          {},
          h(
            'li',
            {},
            'Get it from ',
            h(
              'a',
              { href: 'https://zadig.akeo.ie', target: '_blank', rel: 'noopener noreferrer' },
              'zadig.akeo.ie',
            ),
            ' and start it.',
          ),
          h('li', {}, 'Options → List All Devices.'),
          h('li', {}, 'Choose the board, “(Interface 0)” where it has several.'),
          h('li', {}, 'Choose WinUSB, then Replace Driver. Plug the board in again.'),
        ),
      );
  }
}

function commands(...lines: string[]): HTMLElement {
  const text = lines.join('\n');
  const copy = h(
    'button',
    {
      class: 'copy',
      title: 'Copy',
      'aria-label': 'Copy',
      click: () => {
        void navigator.clipboard.writeText(text).then(() => {
          copy.replaceChildren(icon('check'));
        });
      },
    },
    icon('copy'),
  );
  return h('div', { class: 'commands' }, h('pre', {}, text), copy);
}
