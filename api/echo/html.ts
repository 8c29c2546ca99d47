import { createHash } from 'node:crypto';

/** Text that is already HTML. */
export class Html {
  constructor(readonly text: string) {}
}

/** Builds HTML from a template. Escapes every value that is not `Html`; joins lists. */
export function markup(
  texts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  return new Html(texts.map((text, at) => text + (at < values.length ? written(values[at] ?? '') : '')).join(''));
}

function written(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return String(value).replaceAll(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --soft: #8881; --accent: #0b57d0; --quiet: #555; }
@media (prefers-color-scheme: dark) { :root { --accent: #a8c7fa; --quiet: #b8b8b8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem; }
code { overflow-wrap: anywhere; }
pre { margin: .75rem 0 0; padding: .75rem; background: var(--soft); border-radius: .375rem; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 32rem; overflow: auto; }
article { margin-top: 1rem; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
article header { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
article h2 { font-size: 1rem; margin: 0; flex: 1 1 20rem; overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-size: .875rem; }
details { margin-top: .75rem; }
summary { cursor: pointer; }
table { border-collapse: collapse; margin-top: .5rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); font-size: .875rem; overflow-wrap: anywhere; }
th { font-weight: 600; white-space: nowrap; width: 1%; }
`;

/** Headers of a page: only its own style sheet may load, and the bucket's name is never sent as a referrer. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
};

/** Builds a whole page. */
export function page(title: string, main: Html): string {
  const { text } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;
  return text;
}
