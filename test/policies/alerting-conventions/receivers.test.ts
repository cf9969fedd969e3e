// Receivers of Alertmanager and contact points of Grafana, wherever they stand.
import { describe, expect, test } from "vitest";
import { contactPointDefined } from "../../../policies/alerting-conventions/notifications/contact-point-defined";
import { receiverWithDestination } from "../../../policies/alerting-conventions/notifications/receiver-with-destination";
import { sendResolved } from "../../../policies/alerting-conventions/notifications/send-resolved";
import { contentOf, together } from "../../../policies/content";
import { judge, type Policy } from "../../../policies/policy";
import { findingsIn, findingsInResource } from "../judged";

const CONTACT_POINT = "grafana:alerting/contactPoint:ContactPoint";
const POLICY = "grafana:alerting/notificationPolicy:NotificationPolicy";

const messagesOf = (policy: Policy, props: object) =>
  findingsInResource(policy, CONTACT_POINT, { name: "chat", ...props }).map(({ message }) => message);

describe("receiver-with-destination", () => {
  test.each([
    [{ slacks: [{ token: "$TOKEN" }] }, "slack of the receiver chat has no channel"],
    [{ slacks: [{ token: "$TOKEN", recipient: "" }] }, "Set one of channel, recipient"],
    [{ emails: [{ subject: "a" }] }, "email of the receiver chat has no to"],
    [{ pagerduties: [{}] }, "pagerduty of the receiver chat has no routing_key"],
    [{}, "the contact point chat has no integration"],
  ])("finds %j", (props, says) => {
    expect(messagesOf(receiverWithDestination, props)).toEqual([expect.stringContaining(says)]);
  });

  test.each([
    [{ slacks: [{ url: "$URL" }] }],
    [{ slacks: [{ token: "$TOKEN", recipient: undefined }] }],
    [{ emails: [{ addresses: ["a@example.com"] }], webhooks: [{ url: undefined }] }],
    [{ pagerduties: [{ integrationKey: undefined }] }],
  ])("leaves %j alone, also where a value is not known yet", (props) => {
    expect(messagesOf(receiverWithDestination, props)).toEqual([]);
  });

  test("judges Alertmanager's receivers and the operator's, of which one may be silent", () => {
    const config = (receivers: string) => `route: { receiver: a }\nreceivers: [${receivers}]`;
    const found = (receivers: string) => findingsIn(receiverWithDestination, config(receivers)).length;
    expect(found("{ name: a, email_configs: [{ from: x }] }")).toBe(1);
    expect(found("{ name: a, slack_configs: [{ app_token: x }] }")).toBe(1);
    expect(
      found("{ name: a }, { name: b, webhook_configs: [{ url_file: /x }] }, { name: c, slack_configs: [{}] }"),
    ).toBe(0);
    const spec = { route: { receiver: "a" }, receivers: [{ name: "a", pagerdutyConfigs: [{}] }] };
    const operator = "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig";
    expect(findingsInResource(receiverWithDestination, operator, { spec })).toHaveLength(1);
  });
});

test("send-resolved finds who is not notified of the end, and leaves webhooks alone", () => {
  const found = (props: object) => messagesOf(sendResolved, props);
  expect(found({ slacks: [{ url: "$URL", disableResolveMessage: true }] })).toEqual([
    expect.stringContaining("slack of the receiver chat has disableResolveMessage: true"),
  ]);
  expect(found({ slacks: [{ url: "$URL", disableResolveMessage: false }] })).toEqual([]);
  expect(found({ webhooks: [{ url: "https://a", disableResolveMessage: true }] })).toEqual([]);
});

describe("contact-point-defined", () => {
  const found = (points: readonly (string | undefined)[], named: string) => {
    const resources = [
      ...points.map((name) => ({ name: "point", type: CONTACT_POINT, props: { name, slacks: [{ url: "$URL" }] } })),
      { name: "tree", type: POLICY, props: { contactPoint: "chat", policies: [{ contactPoint: named }] } },
    ];
    const content = together(resources.map(contentOf));
    return judge({ name: "test", description: "", policies: [contactPointDefined] }, { content, resources });
  };

  test("finds a name that no contact point of the program has", () => {
    expect(found(["chat"], "chats").map(({ message }) => message)).toEqual([
      expect.stringContaining('names the contact point "chats", which is not defined here'),
    ]);
  });

  test.each([
    ["one that is there", ["chat", "duty"], "duty"],
    ["one that Grafana brings along", ["chat"], "grafana-default-email"],
    ["any where a name is not known yet", ["chat", undefined], "duty"],
    ["any where all are made elsewhere", [], "duty"],
  ] as const)("leaves alone %s", (_, points, named) => {
    expect(found(points, named)).toEqual([]);
  });
});
