// Replicas apart from each other, so that a node or a zone takes only one of them away.

/** Where pods with these labels run, and how many of them may be away at a time. */
export function spread(replicas: number, labels: Readonly<Record<string, string>>) {
  const several = replicas > 1;
  return {
    spec: {
      replicas,
      podAntiAffinity: several ? ("hard" as const) : ("soft" as const),
      topologySpreadConstraints: several
        ? [
            {
              maxSkew: 1,
              topologyKey: "topology.kubernetes.io/zone",
              // A cluster in one zone is a cluster all the same.
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: labels },
            },
          ]
        : [],
    },
    // A budget of one replica would let no node be drained.
    podDisruptionBudget: several ? { enabled: true, minAvailable: replicas - 1 } : { enabled: false },
  };
}

/** A claim as operators make it for each replica. */
export const volumeClaim = (storage: string, storageClassName: string | undefined) => ({
  volumeClaimTemplate: {
    spec: {
      ...(storageClassName && { storageClassName }),
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage } },
    },
  },
});

/** Requests, and a limit of memory alone: a limit of CPU makes slow what would have had time. */
export const resources = (cpu: string, memory: string, limit: string) => ({
  requests: { cpu, memory },
  limits: { memory: limit },
});
