// What a hook's address and its secret may be: both are credentials, so that the settings or a file hold them.

export const HOOK_URL_WORDS =
  "a URL that starts with https://, or with http:// on this machine, without a user and a password";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether calls may go there: whoever reads them on the way could repeat what they say. */
export function isHookUrl(text: string): boolean {
  if (/[\s\p{Cc}\\]/u.test(text) || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}

export const SIGNING_SECRET_WORDS = "whsec_ and from 24 to 64 random bytes in base64";

export const isSigningSecret = (text: string): boolean => signingBytes(text) !== undefined;

/**
 * The bytes that sign; undefined where the text is no such secret.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signingBytes(text: string): Buffer | undefined {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, "base64");
  const isWhole = bytes.toString("base64") === encoded;
  return isWhole && bytes.length >= 24 && bytes.length <= 64 ? bytes : undefined;
}
