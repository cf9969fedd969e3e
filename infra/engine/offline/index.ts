// Previews without the cloud: providers that answer from what they are given.
export { answerOf, outputsOf } from "./answers";
export { type Registered, underMocks } from "./mocks";
export { type OfflineProviders, startOfflineProviders } from "./serve";
