// Where links lead: to another page of the site, or out of it.
import { safeUrl } from "../../../components/pages/html";

/** The uids of the dashboards that have a page. */
export type Pages = ReadonlySet<string>;

export const pageOf = (uid: string) => `${uid}.html`;

/** Of an address in a dashboard; undefined where it leads nowhere from here. */
export function hrefOf(url: string, pages: Pages): string | undefined {
  const [, uid] = /^\/d\/([\w-]+)/.exec(url) ?? [];
  if (uid === undefined) return safeUrl(url);
  return pages.has(uid) ? pageOf(uid) : undefined;
}
