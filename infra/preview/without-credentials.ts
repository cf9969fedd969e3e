// A stack's file as anyone may read it.
import { NO_CREDENTIAL } from "../settings";

const NO_CERTIFICATE = "-----BEGIN CERTIFICATE-----";

const isFile = (value: unknown) => typeof value === "object" && value !== null && Object.keys(value).join() === "file";

/** The stack's file with something in place of every secret and of every credential that lies in a file. */
export function withoutCredentials(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCredentials);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && ["secure", "file"].includes(keys[0] ?? "")) return NO_CREDENTIAL;
  const kept = Object.entries(value).filter(([key]) => key !== "encryptionsalt" && key !== "secretsprovider");
  return Object.fromEntries(
    kept.map(([key, inner]) => [
      key,
      isFile(inner) && /certificate$/i.test(key) ? NO_CERTIFICATE : withoutCredentials(inner),
    ]),
  );
}
