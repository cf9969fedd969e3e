// What a program registers under mocks, as tests look at it.
export { type Registered, underMocks } from "../../infra/engine/offline";

/** When the program runs under mocks. */
export const NOW = new Date("2026-12-01T12:00:00Z");

/** An input without its mark as a secret. */
export function plainValue(value: unknown): unknown {
  return isSecret(value) ? Reflect.get(value, "value") : value;
}

export function isSecret(value: unknown): value is object {
  return typeof value === "object" && value !== null && "value" in value && Object.keys(value).length === 2;
}
