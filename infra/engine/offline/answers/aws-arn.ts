// ARNs of an account that nobody has.
import type { Asked } from "../asked";

/** The account of AWS' own examples. */
export const ACCOUNT = "123456789012";

/** The template with its `{id}`, `{region}` and `{account}`. */
export function arnOf({ region }: Asked, template: string, id: string): string {
  return template
    .replace("{region}", () => region)
    .replace("{account}", ACCOUNT)
    .replace("{id}", () => id);
}
