// Who runs the control plane: a provider, who shows only the API server, or the team itself.
import { z } from "zod";

export const controlPlane = z.enum(["managed", "own"]).default("managed");

export type ControlPlane = z.infer<typeof controlPlane>;
