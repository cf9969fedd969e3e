// Components that a provider builds, such as `eks.Cluster`: the component itself, with what it would tell. What it is made
// of only its real provider knows, so its children are not shown.
import { credentials, type handleUnaryCall, type ServiceError, status } from "@grpc/grpc-js";
import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { outputsOf } from "./answers";

/** Registers the component with the engine that asks for it. */
export const construct: handleUnaryCall<ConstructRequest, ConstructResponse> = (call, callback) => {
  register(call.request).then(
    (response) => callback(null, response),
    (error) => callback({ code: status.UNKNOWN, details: String(error) }),
  );
};

async function register(request: ConstructRequest): Promise<ConstructResponse> {
  const inputs = request.getInputs() ?? new Struct();
  const { state } = outputsOf(request.getType(), request.getName(), inputs.toJavaScript());
  const outputs = Struct.fromJavaScript(state);
  const monitor = new ResourceMonitorClient(request.getMonitorendpoint(), credentials.createInsecure());
  try {
    const component = new RegisterResourceRequest()
      .setType(request.getType())
      .setName(request.getName())
      .setParent(request.getParent())
      .setCustom(false)
      .setObject(inputs)
      .setDependenciesList(request.getDependenciesList())
      .setAliasesList(request.getAliasesList())
      .setAcceptsecrets(true)
      .setAcceptresources(true);
    const registered = await answerTo<RegisterResourceResponse>((done) => monitor.registerResource(component, done));
    const complete = new RegisterResourceOutputsRequest().setUrn(registered.getUrn()).setOutputs(outputs);
    await answerTo((done) => monitor.registerResourceOutputs(complete, done));
    return new ConstructResponse().setUrn(registered.getUrn()).setState(outputs);
  } finally {
    monitor.close();
  }
}

function answerTo<Response>(ask: (done: (error: ServiceError | null, response: Response) => void) => unknown) {
  return new Promise<Response>((resolve, reject) =>
    ask((error, response) => (error ? reject(error) : resolve(response))),
  );
}
