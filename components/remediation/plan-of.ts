// A Monitoring → the hooks that its alerts call.
import { type Monitoring, waysOf } from "../monitoring";
import { seconds } from "../rules";
import type { RemediationPlan } from "./plan";

/** Undefined where no alert calls a hook. */
export function remediationPlanOf({
  environment,
  notifications,
}: Pick<Monitoring, "environment" | "notifications">): RemediationPlan | undefined {
  const { remediation = [], receivers, routes } = notifications;
  if (remediation.length === 0) return undefined;
  const threads = receivers.flatMap((one) =>
    waysOf(one).flatMap(({ thread }) => (thread ? [[one.name, thread.channel] as const] : [])),
  );
  return {
    environment,
    hooks: remediation.map(({ name, receiver, reason, limit: { calls, per } }) => ({
      ...{ name, receiver, reason },
      limit: { calls, perSeconds: seconds(per) },
    })),
    channels: Object.fromEntries(threads),
    // What comes later by a step of escalation is another message.
    routes: routes.flatMap(({ matchers, receiver, continue: goesOn, after }) =>
      after === undefined ? [{ matchers: [...matchers], receiver, continue: goesOn }] : [],
    ),
  };
}
