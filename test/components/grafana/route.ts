// Which contact points Grafana tells of an alert at a time: its policy tree and mute timings, evaluated as Grafana does.
import type { MuteInterval, Policy, PolicyTree } from "../../../components/grafana/notifications";

type Labels = Readonly<Record<string, string>>;

/** A policy that may have others below it. */
export interface Node extends Partial<Omit<Policy, "policies">> {
  policies?: readonly Node[];
}

/** The root, which takes every alert. */
export type Tree = Pick<PolicyTree, "contactPoint"> & { policies: readonly Node[] };

/** The contact points that are told, in the tree's order. Those of muted policies are not. */
export function told(tree: Tree, labels: Labels, muted: (timing: string) => boolean): string[] {
  return matching(tree, labels, tree.contactPoint)
    .filter(({ muteTimings }) => !muteTimings?.some(muted))
    .map(({ contactPoint }) => contactPoint);
}

/** The innermost policies that take an alert; one that matches ends the search beside it, unless it continues. */
function matching(
  node: Node,
  labels: Labels,
  inherited: string,
): { contactPoint: string; muteTimings?: readonly string[] }[] {
  const contactPoint = node.contactPoint ?? inherited;
  const found: ReturnType<typeof matching> = [];
  for (const child of node.policies ?? []) {
    if (!(child.matchers ?? []).every((matcher) => matches(matcher, labels))) continue;
    found.push(...matching(child, labels, contactPoint));
    if (!child.continue) break;
  }
  return found.length > 0 ? found : [{ contactPoint, ...(node.muteTimings && { muteTimings: node.muteTimings }) }];
}

function matches({ label, match, value }: Policy["matchers"][number], labels: Labels): boolean {
  const found = labels[label] ?? "";
  const like = new RegExp(`^(?:${value})$`);
  return { "=": found === value, "!=": found !== value, "=~": like.test(found), "!~": !like.test(found) }[match];
}

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/** Whether a time lies in one of the intervals; an empty one is always. */
export function within(intervals: readonly Partial<MuteInterval>[], time: Date): boolean {
  return intervals.some(({ weekdays, times, location = "UTC" }) => {
    const parts = new Intl.DateTimeFormat("en-GB", {
      timeZone: location,
      weekday: "long",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    }).formatToParts(time);
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
    const clock = `${part("hour")}:${part("minute")}`;
    const day = DAYS.indexOf(part("weekday").toLowerCase());
    const onDay = !weekdays || weekdays.some((range) => spans(range, day));
    return onDay && (!times || times.some(({ start, end }) => start <= clock && clock < end));
  });
}

function spans(range: string, day: number): boolean {
  const [first = range, last = first] = range.split(":");
  return DAYS.indexOf(first) <= day && day <= DAYS.indexOf(last);
}
