// What offline providers, and the mocks of unit tests, answer: a table of each technology, and something for all others.
import { SIGNATURE_KEY } from "../../../components/host/provider/values";
import { aws } from "./answers/aws";
import { awsComponents } from "./answers/aws-components";
import { docker } from "./answers/docker";
import { grafana } from "./answers/grafana";
import { host } from "./answers/host";
import { kubernetes } from "./answers/kubernetes";
import { random } from "./answers/random";
import { type Answers, Asked, type Outputs, type Place, type Values } from "./asked";

const TECHNOLOGIES: Readonly<Record<string, Answers>> = {
  aws,
  awsx: awsComponents,
  docker,
  eks: awsComponents,
  grafana,
  host,
  kubernetes,
  random,
};

const SOMEWHERE: Place = { region: "eu-central-1" };

/**
 * What a resource looks like once it is there: its inputs as they were given, secrets and unknown values included, and
 * plausible outputs beside them. The same every time; of an unknown type, an id made of the resource's name.
 *
 * @param type Such as `aws:ec2/instance:Instance`.
 * @param inputs As the engine and Pulumi's mocks send them.
 */
export function outputsOf(
  type: string,
  name: string,
  inputs: Values,
  place = SOMEWHERE,
): { id: string; state: Values } {
  const asked = new Asked(type, name, inputs, place);
  const technology = TECHNOLOGIES[asked.package];
  const answer = technology?.resources[type] ?? technology?.anyResource ?? anyResource;
  const { id, ...outputs } = answer(asked);
  return { id, state: laidOver(outputs, inputs) };
}

/**
 * What a look-up finds: its arguments, and plausible results beside them. The same every time; of an unknown token, an
 * id.
 *
 * @param token Such as `aws:ec2/getAmi:getAmi`.
 */
export function answerOf(token: string, args: Values, place = SOMEWHERE): Values {
  const asked = new Asked(token, "offline", args, place, JSON.stringify(args));
  const answer = TECHNOLOGIES[asked.package]?.lookUps[token] ?? anyLookUp;
  return { ...args, ...answer(asked) };
}

const anyResource = (asked: Asked): Outputs => ({ id: `${asked.name}-${asked.hex(8)}` });

const anyLookUp = (asked: Asked): Values => ({ id: asked.hex(12) });

/** Objects are joined, such as the `metadata` of Kubernetes; of anything else the given value stands. */
function laidOver(outputs: Values, inputs: Values): Values {
  const joined = { ...outputs, ...inputs };
  for (const [property, made] of Object.entries(outputs)) {
    const given = inputs[property];
    if (isPlain(made) && isPlain(given)) joined[property] = laidOver(made, given);
  }
  return joined;
}

/** An object that is no secret, asset or reference. */
const isPlain = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(SIGNATURE_KEY in value);
