// A page of the site: it needs nothing from elsewhere, but for the script and the style beside it, made of page/.
import { type Html, html } from "../../../components/pages/html";

export function documentOf(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="style.css"></head>
<body>${body}<script src="script.js"></script></body></html>
`.markup;
}
