import { findElement } from './element.js';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const storageKey = 'express-pages-api: theme of the explorer';
const labels: Readonly<Record<Theme, string>> = { system: 'Theme: system', light: 'Theme: light', dark: 'Theme: dark' };

/** A button that goes round: as the system has it, light, dark. It is remembered. */
export function setUpTheme(): void {
  const button = findElement('#theme', HTMLButtonElement);
  let theme = readStoredTheme();
  function apply(): void {
    document.documentElement.dataset['theme'] = theme;
    button.textContent = labels[theme];
  }
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    storeTheme(theme);
    apply();
  });
  apply();
}

/** Some browsers refuse storage, by a setting or in a frame. */
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
    // Then it holds until the page is left.
  }
}
