/** A text that is HTML already. */
export interface Html {
  readonly html: string;
}

/** Creates HTML: `` html`<p>${text}</p>` `` escapes `text`, unless it is `Html` itself. */
export function html(strings: TemplateStringsArray, ...values: (string | number | Html | readonly Html[])[]): Html {
  return { html: String.raw({ raw: strings }, ...values.map(toHtml)) };
}

function toHtml(value: string | number | Html | readonly Html[]): string {
  if (typeof value !== 'object') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Returns a whole page, in the light or dark colors of the system, that is also legible on a phone. */
export function page(title: string, content: Html): string {
  const whole = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          :root {
            color-scheme: light dark;
            font:
              1rem/1.5 system-ui,
              sans-serif;
          }
          body {
            max-width: 44rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          dt {
            margin-top: 1.5rem;
            font-weight: bold;
          }
          dd {
            margin: 0;
          }
          ul {
            margin: 0;
            padding-left: 1.25rem;
          }
          code,
          pre {
            font-size: 0.9rem;
            overflow-wrap: anywhere;
            white-space: pre-wrap;
          }
          label,
          input,
          textarea {
            display: block;
            width: 100%;
            box-sizing: border-box;
            font: inherit;
          }
          label,
          button {
            margin-top: 1rem;
            font: inherit;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return whole.html;
}
