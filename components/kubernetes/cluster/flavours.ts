// What differs between clusters by who runs them and where.
import type { KubernetesPlatform } from "../../monitoring";

interface Flavour {
  /** The option of the mixin `kubernetes`: whether scheduler and controller manager can be scraped. */
  controlPlane: "managed" | "own";
  /** How node exporters see mounts that are made after they start; where the host shares none, they would not start. */
  mountPropagation: "HostToContainer" | "";
}

export const FLAVOURS: Record<KubernetesPlatform["flavour"], Flavour> = {
  // Nodes are containers. k3s is one process, whose scheduler listens on loopback; so does that of kind.
  k3d: { controlPlane: "managed", mountPropagation: "" },
  kind: { controlPlane: "managed", mountPropagation: "HostToContainer" },
  managed: { controlPlane: "managed", mountPropagation: "HostToContainer" },
  own: { controlPlane: "own", mountPropagation: "HostToContainer" },
};
