// A whole page of the inbox as a reply.
import { createHash } from "node:crypto";
import { Html, html } from "../../../pages/html";
import type { Reply } from "../../http";

/** A page of the inbox. */
interface Page {
  readonly title: string;
  readonly body: Html;
  /** 200 unless said otherwise. */
  readonly status?: number;
  /** CSS rules beyond the common ones; never anything that was received. */
  readonly style?: string;
  readonly refreshSeconds?: number;
  /** The only script that may run; never anything that was received. */
  readonly script?: string;
  /** Whether its forms may be sent, to the inbox alone. */
  readonly forms?: boolean;
}

/** A whole page as a reply. Its policy allows its own style, by hash, and its script and forms where it has them; no outside file. */
export function page({ title, body, status = 200, style = "", refreshSeconds, script, forms }: Page): Reply {
  const css = `${COMMON_STYLE}${style}`;
  const refresh =
    refreshSeconds === undefined ? undefined : html`<meta http-equiv="refresh" content="${refreshSeconds}">`;
  const document = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${refresh}
<title>${title}</title><style>${new Html(css)}</style></head>
<body><nav><a href="/">Messages</a> <a href="/runbooks">Runbooks</a> <a href="/dashboards">Dashboards</a> <a href="/alertmanager/">Alerts</a></nav>
<main>${body}</main>${script === undefined ? undefined : html`<script>${new Html(script)}</script>`}</body></html>
`;
  const scripts = script === undefined ? "" : ` script-src 'sha256-${hashOf(script)}';`;
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hashOf(css)}';${scripts} base-uri 'none'; form-action ${forms ? "'self'" : "'none'"}; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
    },
    body: document.markup,
  };
}

const hashOf = (text: string) => createHash("sha256").update(text).digest("base64");

const COMMON_STYLE = `
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1rem}
nav{display:flex;gap:1rem;border-bottom:1px solid #8886;padding-bottom:.5rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em;background:#8882;border-radius:3px;padding:0 .2em}
pre{padding:.5em;overflow-x:auto}
table{border-collapse:collapse}
th,td{border:1px solid #8886;padding:.2em .6em;text-align:left}
:target{background:#fd03;outline:.3em solid #fd03}
`;
