// Messages that wait, are not finished, or are lost.
import { type Scenario, scenarios } from "../../../rules";
import { between, of, steady } from "./series";

const mails = 'vhost="/",queue="mails"';
const pictures = 'vhost="/",queue="pictures"';

const ready = (values: string, queue = "") => ({ [of("rabbitmq_queue_messages_ready", queue)]: values });
const unacked = (values: string, queue = "") => ({ [of("rabbitmq_queue_messages_unacked", queue)]: values });
const consumers = (values: string, queue = "") => ({ [of("rabbitmq_queue_consumers", queue)]: values });

/** Messages that no queue took: thrown away, and sent back. */
const unroutable = (dropped: string, returned = steady(0)) => ({
  [of("rabbitmq_global_messages_unroutable_dropped_total", 'protocol="amqp091"')]: dropped,
  [of("rabbitmq_global_messages_unroutable_returned_total", 'protocol="amqp091"')]: returned,
});

/** Messages that reached their delivery limit: lost, and handed to a dead-letter exchange. */
const givenUp = (lost: string, handedOn = steady(0)) => {
  const counted = (strategy: string) =>
    of(
      "rabbitmq_global_messages_dead_lettered_delivery_limit_total",
      `queue_type="rabbit_quorum_queue",dead_letter_strategy="${strategy}"`,
    );
  return { [counted("disabled")]: lost, [counted("at_most_once")]: handedOn };
};

export const messageScenarios: readonly Scenario[] = [
  ...scenarios("RabbitmqTooManyReadyMessages", {
    "warns when 1,001 messages wait on a node, and resolves": {
      given: ready(between(10, 1001)),
      expect: { "9m": "quiet", "12m": ["warning"], "17m": "quiet" },
    },
    "warns when 1,001 wait in one of the queues": {
      given: { ...ready(steady(1001), mails), ...ready(steady(0), pictures) },
      expect: { "4m": "quiet", "6m": ["warning"] },
    },
    "stays quiet at 1,000": { given: ready(steady(1000)), expect: { "6m": "quiet", "20m": "quiet" } },
    "stays quiet on a burst of four minutes": {
      given: ready("10x19 5000x15 10x60"),
      expect: { "9m": "quiet", "11m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqTooManyUnackMessages", {
    "warns when 1,001 messages are not finished, and resolves": {
      given: unacked(between(10, 1001)),
      expect: { "9m": "quiet", "12m": ["warning"], "17m": "quiet" },
    },
    "stays quiet at 1,000": { given: unacked(steady(1000)), expect: { "6m": "quiet", "20m": "quiet" } },
  }),
  ...scenarios("RabbitmqNoQueueConsumer", {
    "warns when one message waits and nobody consumes, and resolves when somebody does": {
      given: { ...ready(steady(1)), ...consumers(between(1, 0)) },
      expect: { "9m": "quiet", "12m": ["warning"], "17m": "quiet" },
    },
    "warns of one queue while another has consumers": {
      given: { ...ready(steady(5), mails), ...consumers(steady(0), mails), ...consumers(steady(3), pictures) },
      expect: { "4m": "quiet", "6m": ["warning"] },
    },
    "stays quiet with one consumer": {
      given: { ...ready(steady(500)), ...consumers(steady(1)) },
      expect: { "6m": "quiet", "20m": "quiet" },
    },
    "stays quiet when 0 messages wait": {
      given: { ...ready(steady(0)), ...consumers(steady(0)) },
      expect: { "6m": "quiet", "20m": "quiet" },
    },
    "stays quiet while consumers restart": {
      given: { ...ready(steady(50)), ...consumers("3x19 0x15 3x60") },
      expect: { "9m": "quiet", "11m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqUnroutableMessages", {
    "warns at the first message that is thrown away, and resolves": {
      given: unroutable("7x19 8x80"),
      expect: { "4m": "quiet", "6m": ["warning"], "12m": "quiet" },
    },
    "warns at the first message that is sent back": {
      given: unroutable(steady(0), "7x19 8x80"),
      expect: { "4m": "quiet", "6m": ["warning"] },
    },
    "stays quiet at 0 new ones": { given: unroutable(steady(7), steady(3)), expect: { "5m": "quiet", "20m": "quiet" } },
    "stays quiet when the node restarts": {
      given: unroutable("7x19 0x80", "9x19 0x80"),
      expect: { "5m": "quiet", "6m": "quiet", "12m": "quiet" },
    },
  }),
  ...scenarios("RabbitmqMessagesGivenUp", {
    "warns at the first message that is lost, and resolves": {
      given: givenUp("2x19 3x80"),
      expect: { "4m": "quiet", "6m": ["warning"], "12m": "quiet" },
    },
    "warns at the first one that is handed on": {
      given: givenUp(steady(0), "0x19 1x80"),
      expect: { "4m": "quiet", "6m": ["warning"] },
    },
    "stays quiet at 0 new ones": { given: givenUp(steady(2), steady(5)), expect: { "5m": "quiet", "20m": "quiet" } },
    "stays quiet when the node restarts": {
      given: givenUp("2x19 0x80", "5x19 0x80"),
      expect: { "5m": "quiet", "6m": "quiet", "12m": "quiet" },
    },
  }),
];
