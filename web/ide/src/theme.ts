const THEME = 'joy.theme';

/** The opening page is painted as the workbench was last: nothing flashes from dark to light. */
export function paintAsLastTime(): void {
  const theme = localStorage.getItem(THEME);
  if (theme !== null) document.documentElement.dataset['theme'] = theme;
}

export function rememberTheme(): void {
  const remember = () => {
    const workbench = document.querySelector('.monaco-workbench');
    if (workbench === null) return;
    const light = workbench.classList.contains('vs') || workbench.classList.contains('hc-light');
    localStorage.setItem(THEME, light ? 'light' : 'dark');
  };
  remember();
  addEventListener('pagehide', remember);
}
