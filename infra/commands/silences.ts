// `silences`: who silenced what, why and until when; and the maintenance windows that recur.
import { type MaintenanceWindow, type Monitoring, maintenanceWords } from "../../components/monitoring";
import { PROJECT_DIR, typed, typedFor } from "../folders";
import { monitoringOf } from "../preview/monitoring-of";
import { readStackFile, settingsInFile } from "../settings";
import { MOST_LINES, shownOf } from "../shown";
import { accessTo } from "../silences/access";
import { isAcknowledgement, minute, remarkIn } from "../silences/acknowledgement";
import { markIn } from "../silences/reconcile";
import { matcherText, type Silence, Silences } from "../silences/silences";

export async function silences(environment: string, options: { end?: string; alertmanager?: string }): Promise<void> {
  const there = await reached(environment, options.alertmanager);
  if (options.end !== undefined) {
    if (!(await there.list()).some(({ id }) => id === options.end))
      throw new Error(
        `${environment} has no silence with the id ${options.end}; \`${typedFor("silences", environment)}\` shows those that there are`,
      );
    await there.end(options.end);
    console.log(`Ended ${options.end}.`);
    return;
  }
  const text = listed(await there.list(), await monitoringOf(environment), environment);
  console.log(await shownOf(text, MOST_LINES.ofSuccess, "silences"));
}

/** Those of an environment. Throws where its Alertmanager is not reached. */
export async function reached(environment: string, alertmanager: string | undefined): Promise<Silences> {
  const settings = settingsInFile(await readStackFile(PROJECT_DIR, environment));
  return new Silences(await accessTo(settings, alertmanager));
}

/** All of an environment's, those that are over as well. Throws where its Alertmanager is not reached. */
export const silencesOf = async (environment: string, alertmanager?: string): Promise<Silence[]> =>
  (await reached(environment, alertmanager)).list();

const HEADINGS = { active: "Active", pending: "Planned", expired: "Over" } as const;

/** Acknowledgements, then the others by state, those that end first come first; then what recurs and what is not deployed. */
export function listed(
  all: readonly Silence[],
  { notifications }: Pick<Monitoring, "notifications">,
  environment: string,
): string {
  const inTime = [...all].sort((one, other) => one.endsAt.localeCompare(other.endsAt));
  const section = (heading: string, of: readonly Silence[]) =>
    of.length > 0 ? [`${heading}:\n${of.map((one) => line(one, environment)).join("\n")}`] : [];
  const others = inTime.filter((one) => !isAcknowledgement(one));
  const sections = [
    ...section("Acknowledged", inTime.filter(isAcknowledgement)),
    ...(["active", "pending", "expired"] as const).flatMap((state) =>
      section(
        HEADINGS[state],
        others.filter(({ status }) => status.state === state),
      ),
    ),
  ];
  const recurring = notifications.maintenance.filter(({ muteTiming }) => muteTiming !== undefined);
  const known = new Set(all.map((one) => markIn(one).window));
  const missing = notifications.maintenance.filter(({ name, muteTiming }) => !muteTiming && !known.has(name));
  return (
    [
      ...sections,
      ...(recurring.length > 0 ? [`Maintenance that mutes:\n${recurring.map(windowLine).join("\n")}`] : []),
      ...(missing.length > 0
        ? [`In the settings, not silenced; ${typed("up")} does it:\n${missing.map(windowLine).join("\n")}`]
        : []),
    ].join("\n\n") || "Nothing is silenced."
  );
}

function line(silence: Silence, environment: string): string {
  const { id, matchers, startsAt, endsAt, createdBy, status } = silence;
  const { reason: comment, window, environment: of } = markIn(silence);
  const reason = isAcknowledgement(silence) ? remarkIn(silence) : comment;
  const from = status.state === "pending" ? `from ${minute(startsAt)} ` : "";
  const source = window ? `, maintenance ${window}${of === environment ? "" : ` of ${of}`}` : "";
  return `  ${from}until ${minute(endsAt)}  ${matchers.map(matcherText).join(", ")}\n    ${createdBy}${reason && `: ${reason}`}${source} [${id}]`;
}

function windowLine(window: MaintenanceWindow): string {
  return `  ${maintenanceWords(window)}\n    ${window.owner}: ${window.reason}, maintenance ${window.name}`;
}
