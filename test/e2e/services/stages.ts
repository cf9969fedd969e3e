// Where the time between a fault and its message goes: the scrape that sees it, the evaluations that wait, the message.
import type { House } from "../house";

interface Notified {
  alert: string;
  service: string;
  /** In milliseconds. */
  faultAt: number;
  sentAt: number;
}

/** What happened so many seconds after the one before it. */
export interface Stage {
  name: typeof FAILED | "pending" | "firing" | "message";
  seconds: number;
}

export const FAILED = "scrape that fails";

/** `fault +31.2 s scrape that fails +4.8 s pending +60.0 s firing +5.0 s message` */
export const stagesText = (stages: readonly Stage[]) =>
  `fault${stages.map(({ name, seconds }) => ` +${seconds.toFixed(1)} s ${name}`).join("")}`;

/** Of one message; what Prometheus does not know is left out. */
export async function stagesOf(house: House, { alert, service, faultAt, sentAt }: Notified): Promise<Stage[]> {
  const about = `alertname="${alert}",severity="critical",service="${service}"`;
  const first = async (selector: string, is: (value: string) => boolean = () => true) => {
    const [series] = await house.samples(`${selector}[15m]`);
    return series?.values.find(([at, value]) => at * 1000 >= faultAt && is(value))?.[0];
  };
  const times: [name: Stage["name"], at: number | undefined][] = [
    [FAILED, await first(`up{service="${service}"}`, (value) => value === "0")],
    ["pending", await first(`ALERTS{${about},alertstate="pending"}`)],
    ["firing", await first(`ALERTS{${about},alertstate="firing"}`)],
    ["message", sentAt / 1000],
  ];
  let last = faultAt / 1000;
  return times.flatMap(([name, at]) => {
    if (at === undefined) return [];
    const passed = at - last;
    last = at;
    return [{ name, seconds: passed }];
  });
}
