// A topic of Amazon SNS. Whoever sends may do so by a role: there is no credential.
import { z } from "zod";
import { unproven } from "./forms/proof";
import { PLAIN_TEXT } from "./forms/text";
import { defineReceiver } from "./kind";

const topic = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/,
    "an ARN such as arn:aws:sns:eu-central-1:123456789012:alerts",
  );

const regionIn = (arn: string) => arn.split(":")[3] ?? "";

/** SNS takes ASCII alone, and below a hundred characters. */
const SUBJECT = "[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}";

export const sns = defineReceiver({
  name: "sns",
  words: "a topic of SNS",
  settings: {},
  model: z.object({ topic: z.string() }),
  listed: {
    schema: topic.transform((arn) => ({ topic: arn })),
    about: "A topic of Amazon SNS, by its ARN; the role of what sends may publish there.",
    value: (given) => given,
    credential: null,
    since: null,
  },
  credentials: () => [],
  needs: () => [],
  routes: () => [],
  alertmanager: ({ topic }) => ({
    sns_configs: [
      {
        topic_arn: topic,
        sigv4: { region: regionIn(topic) },
        subject: SUBJECT,
        message: PLAIN_TEXT,
        send_resolved: true,
      },
    ],
  }),
  grafana: ({ topic }) => ({
    sns: [{ topic, authProvider: "default", subject: SUBJECT, body: PLAIN_TEXT, disableResolveMessage: false }],
  }),
  operator: {
    fields: { sns: topic.describe("The ARN of a topic of SNS, where Alertmanager's role may publish.") },
    configs: ({ sns }) => ({
      snsConfigs: [
        {
          topicARN: sns,
          sigv4: { region: regionIn(sns) },
          subject: SUBJECT,
          message: PLAIN_TEXT,
          sendResolved: true,
        },
      ],
    }),
  },
  managed: { through: "topic", sendResolved: true },
  proof: unproven,
  address: () => null,
  facts: { SNS: ({ topic }) => topic },
});
