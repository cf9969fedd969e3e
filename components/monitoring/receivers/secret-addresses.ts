// Addresses of receivers that are as good as a credential: whoever knows one can send to it, or pretend to be alive.
import type { Notifications } from "../model/monitoring";
import { waysOf } from ".";

const THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"];

/** Whether a text holds such an address. One of this machine's own is no secret. */
export function holdsSecretAddress(text: string, { receivers }: Pick<Notifications, "receivers">): boolean {
  const addresses = receivers.flatMap(waysOf).flatMap(({ address }) => address ?? []);
  return addresses.some((address) => isSecret(address) && text.includes(address));
}

const isSecret = (address: string) => !URL.canParse(address) || !THIS_MACHINE.includes(new URL(address).hostname);
