// One-off maintenance windows and the silences that there are → what is to be made, changed and ended.
import type { MaintenanceWindow } from "../../components/monitoring";
import { apiMatchers, matcherText, type NewSilence, type Silence, type Silences } from "./silences";

/** Says in a silence's comment which window it is of: Alertmanager keeps nothing else that every version has. */
const MARK = /\s*\(maintenance (\S+) of (\S+)\)$/;

export const markOf = (window: string, environment: string) => `(maintenance ${window} of ${environment})`;

/** The window and the environment of a silence, and the comment without them. */
export function markIn({ comment }: Pick<Silence, "comment">) {
  const [whole = "", window, environment] = MARK.exec(comment) ?? [];
  return { reason: comment.slice(0, comment.length - whole.length), window, environment };
}

export interface Plan {
  /** With an id where one is changed. */
  set: { window: string; silence: NewSilence }[];
  end: { window: string; id: string }[];
  /** Windows that are over; their entries in the settings do nothing any more. */
  over: string[];
}

/** @param now Of this machine. A window that is over is not made; one that nobody asks for any more is ended. */
export function planOf(
  windows: readonly MaintenanceWindow[],
  existing: readonly Silence[],
  { environment, now }: { environment: string; now: Date },
): Plan {
  const own = existing
    .filter((one) => one.status.state !== "expired" && markIn(one).environment === environment)
    .map((silence) => ({ silence, window: markIn(silence).window ?? "" }));
  const wanted = windows.flatMap(({ once, muteTiming, ...window }) =>
    once && !muteTiming ? [{ ...window, once }] : [],
  );
  const isOver = ({ once }: (typeof wanted)[number]) => Date.parse(once.to) <= now.getTime();
  const kept = new Set<string>();
  const set = wanted.flatMap((window) => {
    if (isOver(window)) return [];
    const there = own.find((one) => one.window === window.name)?.silence;
    if (there) kept.add(there.id);
    const { from, to } = window.once;
    // What has begun keeps its start: a changed one would be another silence.
    const startsAt = there?.status.state === "active" ? there.startsAt : from;
    const silence: NewSilence = {
      ...(there && { id: there.id }),
      matchers: apiMatchers(window.matchers),
      startsAt: Date.parse(startsAt) < now.getTime() && !there ? now.toISOString() : startsAt,
      endsAt: to,
      createdBy: window.owner,
      comment: `${window.reason} ${markOf(window.name, environment)}`,
    };
    return there && isSame(there, silence) ? [] : [{ window: window.name, silence }];
  });
  return {
    set,
    end: own.filter(({ silence }) => !kept.has(silence.id)).map(({ silence, window }) => ({ window, id: silence.id })),
    over: wanted.filter(isOver).map(({ name }) => name),
  };
}

function isSame(there: Silence, wanted: NewSilence): boolean {
  const matchers = (one: Pick<Silence, "matchers">) => one.matchers.map(matcherText).sort().join();
  const time = (text: string) => Date.parse(text);
  return (
    matchers(there) === matchers(wanted) &&
    time(there.startsAt) === time(wanted.startsAt) &&
    time(there.endsAt) === time(wanted.endsAt) &&
    there.createdBy === wanted.createdBy &&
    there.comment === wanted.comment
  );
}

/** Makes it so. Returns what was done, a line each. */
export async function reconcile(plan: Plan, silences: Silences): Promise<string[]> {
  const lines: string[] = [];
  for (const { window, silence } of plan.set) {
    await silences.set(silence);
    lines.push(`Maintenance ${window}: ${silence.id ? "changed" : "silenced"} until ${silence.endsAt}`);
  }
  for (const { window, id } of plan.end) {
    await silences.end(id);
    lines.push(`Maintenance ${window}: ended`);
  }
  return [...lines, ...plan.over.map((window) => `Maintenance ${window} is over; its entry in the settings can go`)];
}
