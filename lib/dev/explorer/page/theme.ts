import { find } from './element.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const key = 'express-pages-api: theme of the explorer';
const names: Readonly<Record<Theme, string>> = { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };

/** A button that goes round: as the system has it, light, dark. It is remembered. */
export function startTheme(): void {
  const button = find('#theme', HTMLButtonElement);
  let theme = remembered();
  function apply(): void {
    document.documentElement.dataset['theme'] = theme;
    button.textContent = names[theme];
  }
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    remember(theme);
    apply();
  });
  apply();
}

/** Some browsers refuse storage, by a setting or in a frame. */
function remembered(): Theme {
  try {
    const stored = localStorage.getItem(key);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Then it holds until the page is left.
  }
}
