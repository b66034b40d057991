/** The parts of a Kubernetes object that the tests look at. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: Labels & PodSelector;
    readonly template?: { readonly metadata: { readonly labels: Labels }; readonly spec: PodSpec };
    readonly ports?: readonly { readonly port: number; readonly targetPort: string }[];
    readonly podSelector?: PodSelector;
    readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly PolicyPort[] }[];
    readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly PolicyPort[] }[];
    readonly scaleTargetRef?: { readonly name: string };
    readonly minReplicaCount?: number;
    readonly triggers?: readonly {
      readonly type: string;
      readonly metadata: Readonly<Record<string, string>>;
    }[];
    readonly maxUnavailable?: number;
    readonly endpoints?: readonly { readonly relabelings?: readonly Labels[] }[];
  };
}

export type Labels = Readonly<Record<string, string>>;

export interface PodSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

export interface Peer {
  readonly podSelector?: PodSelector;
  readonly namespaceSelector?: PodSelector;
}

export interface PolicyPort {
  readonly protocol: string;
  readonly port: number | string;
}

export interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly topologySpreadConstraints?: readonly PodTopology[];
  readonly affinity?: {
    readonly podAntiAffinity: {
      readonly preferredDuringSchedulingIgnoredDuringExecution: readonly {
        readonly podAffinityTerm: PodTopology;
      }[];
    };
  };
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

export interface PodTopology {
  readonly topologyKey: string;
  readonly labelSelector: PodSelector;
}

export interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly seccompProfile?: { readonly type: string };
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly securityContext?: SecurityContext;
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
      readonly secretKeyRef: { readonly name: string; readonly key: string; readonly optional?: boolean };
    };
  }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
}

/** The objects that run pods, with their pods. */
export function podsOf(manifests: readonly Manifest[]): { owner: Manifest; labels: Labels; pod: PodSpec }[] {
  return manifests.flatMap((owner) => {
    const template = owner.spec?.template;
    return template ? [{ owner, labels: template.metadata.labels, pod: template.spec }] : [];
  });
}
