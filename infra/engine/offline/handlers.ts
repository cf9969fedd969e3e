// The engine's calls, answered from what they bring along: nothing is deployed, and nothing is looked at.
import { type handleUnaryCall, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { messageOf } from "../../../components/error-text";
import { answerOf, outputsOf } from "./answers";
import type { Place, Values } from "./asked";
import { changedProperties, withFormerDefaults } from "./compare";
import { construct } from "./construct";

/** Newer than any that a program asks for: the engine warns of older ones. */
const VERSION = "999.0.0";

/** The calls that are answered; the others answer "not implemented", which the engine accepts. */
type Handlers = UntypedServiceImplementation &
  Omit<IResourceProviderServer, "parameterize" | "list" | "getMapping" | "getMappings" | number>;

/** The answers of one package's provider. */
export function handlersFor(packageName: string): Handlers {
  // Each provider resource of a program has a connection, and a region, of its own.
  const places = new Map<string, Place>();

  /** What fails is reported to the engine, which shows it with the resource. */
  const answered =
    <Request, Response>(answer: (request: Request, peer: string) => Response): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      try {
        callback(null, answer(call.request, call.getPeer()));
      } catch (error) {
        callback({ code: status.UNKNOWN, details: messageOf(error) });
      }
    };

  return {
    // Without outputs: the engine then gives a component's inputs as it gives those of resources.
    handshake: answered(() => new proto.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptResources(true)),
    attach: answered(() => new Empty()),
    getPluginInfo: answered(() => new PluginInfo().setVersion(VERSION)),
    getSchema: answered(() =>
      new proto.GetSchemaResponse().setSchema(JSON.stringify({ name: packageName, version: VERSION })),
    ),
    cancel: answered(() => new Empty()),

    checkConfig: answered((request) => new proto.CheckResponse().setInputs(request.getNews())),
    diffConfig: answered(diff),
    configure: answered((request, peer) => {
      const { region } = read(request.getArgs());
      if (typeof region === "string") places.set(peer, { region });
      const accepted = new proto.ConfigureResponse().setAcceptsecrets(true).setAcceptresources(true);
      return accepted.setSupportspreview(true);
    }),

    check: answered((request) => {
      const inputs = withFormerDefaults(read(request.getOlds()), read(request.getNews()));
      return new proto.CheckResponse().setInputs(Struct.fromJavaScript(inputs));
    }),
    diff: answered(diff),
    create: answered((request, peer) => {
      const { id, state } = outputsOf(
        request.getType(),
        request.getName(),
        read(request.getProperties()),
        places.get(peer),
      );
      return new proto.CreateResponse().setId(id).setProperties(Struct.fromJavaScript(state));
    }),
    read: answered((request, peer) => {
      const known = read(request.getProperties());
      const { state } = outputsOf(request.getType(), request.getName(), known, places.get(peer));
      const response = new proto.ReadResponse().setId(request.getId()).setInputs(request.getInputs());
      return response.setProperties(Struct.fromJavaScript(state));
    }),
    update: answered((request, peer) => {
      // Outputs stay as they are, above all those of a resource that was deployed for real.
      const state: Values = { ...read(request.getOlds()) };
      for (const property of Object.keys(read(request.getOldInputs()))) delete state[property];
      const now = outputsOf(
        request.getType(),
        request.getName(),
        { ...state, ...read(request.getNews()) },
        places.get(peer),
      );
      return new proto.UpdateResponse().setProperties(Struct.fromJavaScript(now.state));
    }),
    delete: answered(() => new Empty()),
    construct,

    invoke: answered((request, peer) =>
      new proto.InvokeResponse().setReturn(
        Struct.fromJavaScript(answerOf(request.getTok(), read(request.getArgs()), places.get(peer))),
      ),
    ),
    call: answered((request, peer) =>
      new proto.CallResponse().setReturn(
        Struct.fromJavaScript(answerOf(request.getTok(), read(request.getArgs()), places.get(peer))),
      ),
    ),
  };
}

function diff(request: proto.DiffRequest): proto.DiffResponse {
  const olds = read(request.getOldInputs());
  const changed = changedProperties(olds, read(request.getNews()), request.getIgnorechangesList());
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  return new proto.DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}

const read = (struct: Struct | undefined): Values => struct?.toJavaScript() ?? {};
