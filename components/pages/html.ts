// HTML that cannot be injected into: every value put into a template is escaped, unless it is itself built here.

/** Markup that is safe to send: made by `html`, or by a renderer that escapes all that it is given. */
export class Html {
  constructor(readonly markup: string) {}
}

type Value = string | number | Html | readonly Html[] | undefined;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML text or as the inside of a quoted attribute. */
export function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** A template whose values are escaped; `undefined` is nothing. Values belong into text or quoted attributes only. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.reduce((markup, string, index) => markup + render(values[index - 1]) + string));
}

function render(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(({ markup }) => markup).join("");
  return escapeHtml(String(value));
}

/** The URL where it is http or https; `undefined` for every other scheme (javascript:, data: …) and for no URL. */
export function safeUrl(url: string | null | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === "http:" || protocol === "https:" ? href : undefined;
}

/** A link that opens beside the page, or only its label where the URL is not http or https. */
export function link(url: string | null | undefined, label: string | Html): Html {
  const href = safeUrl(url);
  if (href === undefined) return html`${label}`;
  return html`<a href="${href}" target="_blank" rel="noopener noreferrer">${label}</a>`;
}
