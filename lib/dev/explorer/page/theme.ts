import { findElement } from './element.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const nextTheme = { system: 'light', light: 'dark', dark: 'system' } as const;

const storageKey = 'express-pages-api: theme of the explorer';

/** Sets up the button that switches between the system's theme, light and dark; the browser stores the choice. */
export function setUpTheme(): void {
  const button = findElement('#theme', HTMLButtonElement);
  let theme = readStoredTheme();
  function apply(): void {
    document.documentElement.dataset['theme'] = theme;
    button.textContent = `Theme: ${theme}`;
  }
  button.addEventListener('click', () => {
    theme = nextTheme[theme];
    storeTheme(theme);
    apply();
  });
  apply();
}

/** Reads the stored theme. Some browsers refuse storage, because of a setting or in a frame. */
function readStoredTheme(): Theme {
  try {
    const stored = localStorage.getItem(storageKey);
    return themes.find((theme) => theme === stored) ?? 'system';
  } catch {
    return 'system';
  }
}

function storeTheme(theme: Theme): void {
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // The choice is lost when the page is closed.
  }
}
