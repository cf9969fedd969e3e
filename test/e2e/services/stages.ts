// Where the time between a fault and its message goes: the scrape that sees it, the evaluations that wait, the message.
import type { House } from "../house";

interface Notified {
  alert: string;
  service: string;
  /** In milliseconds. */
  faultAt: number;
  sentAt: number;
}

/** `fault +31.2 s scrape that fails +4.8 s pending +60.0 s firing +5.0 s message`; what Prometheus does not know is left out. */
export async function stagesOf(house: House, { alert, service, faultAt, sentAt }: Notified): Promise<string> {
  const about = `alertname="${alert}",severity="critical",service="${service}"`;
  const first = async (selector: string, is: (value: string) => boolean = () => true) => {
    const [series] = await house.samples(`${selector}[15m]`);
    return series?.values.find(([at, value]) => at * 1000 >= faultAt && is(value))?.[0];
  };
  const stages: [name: string, at: number | undefined][] = [
    ["scrape that fails", await first(`up{service="${service}"}`, (value) => value === "0")],
    ["pending", await first(`ALERTS{${about},alertstate="pending"}`)],
    ["firing", await first(`ALERTS{${about},alertstate="firing"}`)],
    ["message", sentAt / 1000],
  ];
  let last = faultAt / 1000;
  return stages.reduce((text, [name, at]) => {
    if (at === undefined) return text;
    const passed = at - last;
    last = at;
    return `${text} +${passed.toFixed(1)} s ${name}`;
  }, "fault");
}
