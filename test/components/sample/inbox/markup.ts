// Checks that markup holds nothing but the tags which the inbox itself writes.

/** Every tag the inbox writes, with its attributes. */
const OWN_TAGS = [
  /^<!doctype html>$/,
  /^<html lang="en">$/,
  /^<meta (charset="utf-8"|name="viewport" content="width=device-width"|http-equiv="refresh" content="\d+")>$/,
  /^<a href="(https?:\/\/[^"]*|\/[^"]*|#[^"]*)"( target="_blank" rel="noopener noreferrer")?>$/,
  /^<(article|h[1-6]) id="[^"]*">$/,
  /^<(div|dd|span) class="[a-z0-9 -]+">$/,
  /^<time datetime="[^"]*">$/,
  /^<\/?(html|head|title|style|body|nav|main|section|header|footer|article|time|a|b|i|s|code|pre|hr|br|p|h[1-6]|ul|ol|li|div|dl|dt|dd|span|strong|em|del|blockquote)>$/,
];

/** The tags that are not the inbox's own, and every `<` that belongs to no tag. */
export function foreignMarkup(markup: string): readonly string[] {
  const tags = markup.match(/<[^>]*>?/g) ?? [];
  return tags.filter((tag) => !OWN_TAGS.some((own) => own.test(tag)));
}

/** What a browser would show of markup that has only the inbox's own tags. */
export function textOf(markup: string): string {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return markup.replace(/<[^>]*>/g, "").replace(/&(\w+|#\d+);/g, (whole, name) => entities[name] ?? whole);
}
