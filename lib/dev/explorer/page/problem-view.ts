import type { ExplorerData, ProblemData } from '../explorer-data.js';
import { code, element, findElement, isolatedText } from './element.js';
import type { FileInFolder } from './file-in-folder.js';

/** Renders what is wrong, and how to fix it. */
export function renderProblem({ code: errorCode, message, help }: ProblemData): HTMLElement {
  return element('div', { class: 'problem' }, [
    element('p', {}, [isolatedText(message), ' ', element('span', { class: 'error-code' }, errorCode)]),
    element('p', { class: 'fix' }, [element('b', {}, 'Fix: '), isolatedText(help)]),
  ]);
}

/** Shows the problems of all folders in the first panel, and hides it if there are none. */
export function showProblems({ folders }: ExplorerData, onSelect: (file: FileInFolder) => void): void {
  const items = folders.flatMap(({ mountPath, problems }) =>
    problems.map((problem) => {
      const files = problem.files.map((file) =>
        element('button', { type: 'button', class: 'link' }, code(file), {
          click: () => onSelect({ mountPath, file }),
        }),
      );
      return element('li', {}, [element('div', { class: 'where' }, files), renderProblem(problem)]);
    }),
  );
  findElement('#problems').hidden = items.length === 0;
  findElement('#problems ul').replaceChildren(...items);
}
