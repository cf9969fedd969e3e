import type { Route } from "../../content";
import type { Policy } from "../../policy";

/** Those that Grafana brings along. */
const BUILT_IN = new Set(["grafana-default-email", "empty", "autogen-contact-point-default"]);

export const contactPointDefined: Policy = {
  name: "contact-point-defined",
  level: "advisory",
  description: "A notification policy of Grafana's names contact points that are there.",
  judges: "everything",
  *check({ alertmanagers, receivers }) {
    const defined = new Set(receivers.flatMap(({ owner, name }) => (owner === "grafana" ? [name] : [])));
    // Without any they are all made elsewhere; a name that is not known yet may be any.
    if (defined.size === 0 || defined.has("")) return;
    for (const { place, route } of alertmanagers.filter((one) => one.receivers === undefined)) {
      for (const name of namesIn(route)) {
        if (defined.has(name) || BUILT_IN.has(name)) continue;
        yield {
          place,
          found: `a notification policy names the contact point "${name}", which is not defined here`,
          why: "Where nobody has made it by hand, Grafana refuses the whole tree of policies",
          fix: `Define it, or name one of ${[...defined].join(", ")}`,
        };
      }
    }
  },
  examples: {
    bad: "apiVersion: 1\ncontactPoints:\n  - { name: chat, receivers: [{ uid: chat, type: slack, settings: { url: $SLACK_URL } }] }\npolicies:\n  - { orgId: 1, receiver: chats }",
    good: "apiVersion: 1\ncontactPoints:\n  - { name: chat, receivers: [{ uid: chat, type: slack, settings: { url: $SLACK_URL } }] }\npolicies:\n  - { orgId: 1, receiver: chat }",
  },
};

const namesIn = ({ receiver, routes }: Route): Set<string> =>
  new Set([...(receiver === undefined ? [] : [receiver]), ...routes.flatMap((route) => [...namesIn(route)])]);
