// What steps of escalation say of receivers and of each other, checked.
import { seconds } from "../../rules";
import { escalating, namedReceiver, ownRoutes, receiverOf } from "../receivers";
import type { Problems } from "../settings/problems";
import type { Settings } from "../settings/schema";

type Notifications = Settings["notifications"];
type Step = Notifications["escalation"][number];

export function checkEscalation({ notifications }: Settings, problems: Problems): void {
  const { escalation } = notifications;
  checkUnused(notifications, problems);
  if (escalation.length === 0) return;
  for (const { setting, words } of escalating(notifications))
    problems.tell(
      "notifications.escalation",
      `found ${escalation.length === 1 ? "a step" : `${escalation.length} steps`}, but critical alerts go to ${words} (${setting}), which escalates them itself; set the steps there, and leave this out`,
    );
  escalation.forEach((step, index) => {
    const path = `notifications.escalation[${index}]`;
    const to = namedReceiver(step.to, notifications);
    if (!to) {
      const names = notifications.receivers.map(({ name }) => name);
      problems.refer(`${path}.to`, step.to, names, "notifications.receivers, nor a Slack channel");
      return;
    }
    const team = (step.teams.length > 0 ? step.teams : [undefined]).find((one) =>
      receiversAtOnce(notifications, one).includes(to.name),
    );
    if (team !== undefined || (step.teams.length === 0 && receiversAtOnce(notifications, undefined).includes(to.name)))
      problems.tell(
        `${path}.to`,
        `found "${step.to}", which is sent ${team ? `critical alerts of ${team}` : "critical alerts"} at once; escalate to another receiver, or take "critical" out of its severities`,
      );
    checkOrder(escalation.slice(0, index), step, path, problems);
  });
}

/** Steps that one alert goes through come in their order, each to somebody else. */
function checkOrder(earlier: readonly Step[], step: Step, path: string, problems: Problems): void {
  const before = earlier.map((one, index) => ({ ...one, index })).filter((one) => haveTeamInCommon(one, step));
  const same = before.find(({ to }) => to === step.to);
  if (same) problems.tell(`${path}.to`, `found "${step.to}", which is notified after ${same.after} already`);
  const later = before.find(({ after }) => seconds(after) >= seconds(step.after));
  if (later)
    problems.tell(
      `${path}.after`,
      `found ${step.after}, but escalation[${later.index}] comes after ${later.after}; give a longer time, or change their order`,
    );
}

const haveTeamInCommon = (one: Step, other: Step) =>
  one.teams.length === 0 || other.teams.length === 0 || one.teams.some((team) => other.teams.includes(team));

/** Who is sent a team's critical alerts at once; without a team, those of teams that nothing else names. */
function receiversAtOnce(notifications: Notifications, team: string | undefined): string[] {
  const own = ownRoutes(notifications).filter(
    ({ severity, teams }) =>
      severity === "critical" && (teams.length === 0 || (team !== undefined && teams.includes(team))),
  );
  const last = own.findIndex((route) => !route.continue);
  const others = notifications.receivers.filter(
    ({ severities, teams }) =>
      severities.includes("critical") && (teams.length === 0 || (team !== undefined && teams.includes(team))),
  );
  return [
    ...own.filter((route, index) => route.continue || index === last).map(({ to }) => to.name),
    ...others.map((entry) => receiverOf(entry, notifications).name),
  ];
}

/** A receiver without severities is there to be escalated to. */
function checkUnused({ receivers, escalation }: Notifications, problems: Problems): void {
  receivers.forEach(({ name, severities }, index) => {
    if (severities.length > 0 || escalation.some(({ to }) => to === name)) return;
    problems.tell(
      `notifications.receivers[${index}].severities`,
      `found none; give at least one severity, or name "${name}" in notifications.escalation`,
    );
  });
}
