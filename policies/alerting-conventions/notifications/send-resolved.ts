import type { Policy } from "../../policy";

/** Those that people read, or that keep an incident open; a webhook may count messages. */
const NOTIFIED = /^(slack|pagerduty|opsgenie|victorops|oncall|incidentio|jira|email|teams|msteams|discord|telegram)$/;

export const sendResolved: Policy = {
  name: "send-resolved",
  level: "advisory",
  description: "Whoever is notified of an alert is notified when it resolves.",
  judges: "receiver",
  *check({ name, integrations }) {
    for (const { kind, fields } of integrations) {
      const setting = Object.entries({
        disableResolveMessage: true,
        send_resolved: false,
        sendResolved: false,
      }).find(([key, value]) => fields[key] === value);
      if (!setting || !NOTIFIED.test(kind)) continue;
      const [key, value] = setting;
      yield {
        found: `${kind} of the receiver ${name} has ${key}: ${value}`,
        why: "An incident stays open, and people look for a fault that is over",
        fix: `Set ${key}: ${!value}`,
      };
    }
  },
  examples: {
    bad: "route: { receiver: duty }\nreceivers:\n  - name: duty\n    pagerduty_configs: [{ routing_key_file: /run/secrets/pagerduty, send_resolved: false }]",
    good: "route: { receiver: duty }\nreceivers:\n  - name: duty\n    pagerduty_configs: [{ routing_key_file: /run/secrets/pagerduty, send_resolved: true }]",
  },
};
