/**
 * The API types that a pod template is made of, in the words of Go's own declarations (k8s.io/api v0.36.4, core/v1/types.go, with which
 * KEDA 2.21 is built), as far as KEDA's CRD keeps their fields. Each line is a type and its fields in their order:
 *
 *     NAME TYPE      a value, `[]TYPE` a list, `map KEY VALUE` a map
 *     *TYPE          a pointer: kept even when zero, and absent when not given
 *     TYPE!          must be given (no `omitempty` there, or the API server's validation asks for it)
 *     ... by KEY     a list whose items a strategic merge patch matches by KEY (the `patchMergeKey` tags); all other lists are replaced
 *
 * A scalar's type says which values the API server takes; see scalars.ts and enumerations.ts.
 */
import { volumeTypes } from './volumeTypes.ts';

export const podTypes: Readonly<Record<string, string>> = {
  PodTemplateSpec: 'metadata ObjectMeta, spec PodSpec',
  ObjectMeta: `
    name string, namespace string, labels map LabelKey LabelValue, annotations map AnnotationKey string, finalizers []string`,
  PodSpec: `
    volumes []Volume by name, initContainers []Container by name, containers []Container! by name,
    ephemeralContainers []Container by name, restartPolicy RestartPolicy, terminationGracePeriodSeconds *Natural64,
    activeDeadlineSeconds *int64, dnsPolicy DNSPolicy, nodeSelector map LabelKey LabelValue, serviceAccountName string,
    serviceAccount string, automountServiceAccountToken *bool, nodeName Subdomain, hostNetwork bool, hostPID bool, hostIPC bool,
    shareProcessNamespace *bool, securityContext *PodSecurityContext, imagePullSecrets []LocalObjectReference by name,
    hostname Label, subdomain Label, affinity *Affinity, schedulerName Subdomain, tolerations []Toleration,
    hostAliases []HostAlias by ip, priorityClassName Subdomain, priority *int32, dnsConfig *PodDNSConfig,
    readinessGates []PodReadinessGate, runtimeClassName *Subdomain, enableServiceLinks *bool, preemptionPolicy *PreemptionPolicy,
    overhead map string Quantity, topologySpreadConstraints []TopologySpreadConstraint by topologyKey, setHostnameAsFQDN *bool,
    os *PodOS, hostUsers *bool, schedulingGates []PodSchedulingGate by name, resourceClaims []PodResourceClaim by name,
    resources *ResourceRequirements, hostnameOverride *HostName, schedulingGroup *PodSchedulingGroup`,
  Container: `
    name Label!, image Image, command []Text, args []Text, workingDir string, ports []ContainerPort by containerPort,
    envFrom []EnvFromSource, env []EnvVar by name, resources ResourceRequirements, resizePolicy []ContainerResizePolicy,
    restartPolicy *ContainerRestartPolicy, restartPolicyRules []ContainerRestartRule, volumeMounts []VolumeMount by mountPath,
    volumeDevices []VolumeDevice by devicePath, livenessProbe *Probe, readinessProbe *Probe, startupProbe *Probe,
    lifecycle *Lifecycle, terminationMessagePath string, terminationMessagePolicy MessagePolicy, imagePullPolicy PullPolicy,
    securityContext *SecurityContext, stdin bool, stdinOnce bool, tty bool`,
  ContainerPort: 'name PortName, hostPort HostPort, containerPort Port!, protocol Protocol, hostIP IP',
  EnvFromSource: 'prefix VariableName, configMapRef *ConfigMapEnvSource, secretRef *SecretEnvSource',
  ConfigMapEnvSource: 'name Subdomain!, optional *bool',
  SecretEnvSource: 'name Subdomain!, optional *bool',
  EnvVar: 'name VariableName!, value Text, valueFrom *EnvVarSource',
  EnvVarSource: `
    fieldRef *ObjectFieldSelector, resourceFieldRef *ResourceFieldSelector, configMapKeyRef *ConfigMapKeySelector,
    secretKeyRef *SecretKeySelector, fileKeyRef *FileKeySelector`,
  ObjectFieldSelector: 'apiVersion V1, fieldPath string!',
  ResourceFieldSelector: 'containerName Label, resource string!, divisor Quantity',
  ConfigMapKeySelector: 'name Subdomain!, key DataKey!, optional *bool',
  SecretKeySelector: 'name Subdomain!, key DataKey!, optional *bool',
  FileKeySelector: 'volumeName Label!, path DescendingPath!, key VariableName!, optional *bool',
  ResourceRequirements: 'limits map ResourceName Quantity, requests map ResourceName Quantity, claims []ResourceClaim',
  ResourceClaim: 'name Label!, request Label',
  ContainerResizePolicy: 'resourceName ResizableResource!, restartPolicy ResizePolicy!',
  ContainerRestartRule: 'action RestartAction!, exitCodes *ContainerRestartRuleOnExitCodes',
  ContainerRestartRuleOnExitCodes: 'operator ExitCodeOperator!, values []int32',
  VolumeMount: `
    name Label!, readOnly bool, recursiveReadOnly *RecursiveReadOnly, mountPath MountPath!, subPath DescendingPath,
    mountPropagation *MountPropagation, subPathExpr DescendingPath`,
  VolumeDevice: 'name Label!, devicePath PathWithoutBacksteps!',
  Probe: `
    exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, grpc *GRPCAction, initialDelaySeconds Natural32,
    timeoutSeconds Natural32, periodSeconds Natural32, successThreshold Natural32, failureThreshold Natural32,
    terminationGracePeriodSeconds *Positive64`,
  ExecAction: 'command []Text!',
  HTTPGetAction: 'path string, port PortOrName!, host string, scheme URIScheme, httpHeaders []HTTPHeader',
  HTTPHeader: 'name HeaderName!, value Text!',
  TCPSocketAction: 'port PortOrName!, host string',
  GRPCAction: 'port Port!, service *Text',
  Lifecycle: 'postStart *LifecycleHandler, preStop *LifecycleHandler, stopSignal *Signal',
  LifecycleHandler: 'exec *ExecAction, httpGet *HTTPGetAction, tcpSocket *TCPSocketAction, sleep *SleepAction',
  SleepAction: 'seconds Positive64!',
  SecurityContext: `
    capabilities *Capabilities, privileged *bool, seLinuxOptions *SELinuxOptions, windowsOptions *WindowsSecurityContextOptions,
    runAsUser *Id, runAsGroup *Id, runAsNonRoot *bool, readOnlyRootFilesystem *bool, allowPrivilegeEscalation *bool,
    procMount *ProcMount, seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile`,
  Capabilities: 'add []string, drop []string',
  SELinuxOptions: 'user string, role string, type string, level string',
  WindowsSecurityContextOptions: 'gmsaCredentialSpecName *string, gmsaCredentialSpec *string, runAsUserName *string, hostProcess *bool',
  SeccompProfile: 'type ProfileType!, localhostProfile *string',
  AppArmorProfile: 'type ProfileType!, localhostProfile *string',
  PodSecurityContext: `
    seLinuxOptions *SELinuxOptions, windowsOptions *WindowsSecurityContextOptions, runAsUser *Id, runAsGroup *Id,
    runAsNonRoot *bool, supplementalGroups []Id, supplementalGroupsPolicy *SupplementalGroupsPolicy, fsGroup *Id, sysctls []Sysctl,
    fsGroupChangePolicy *FSGroupChangePolicy, seccompProfile *SeccompProfile, appArmorProfile *AppArmorProfile,
    seLinuxChangePolicy *SELinuxChangePolicy`,
  Sysctl: 'name SysctlName!, value Text!',
  LocalObjectReference: 'name Subdomain!',
  Affinity: 'nodeAffinity *NodeAffinity, podAffinity *PodAffinity, podAntiAffinity *PodAntiAffinity',
  NodeAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution *NodeSelector,
    preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm`,
  NodeSelector: 'nodeSelectorTerms []NodeSelectorTerm!',
  NodeSelectorTerm: 'matchExpressions []NodeSelectorRequirement, matchFields []NodeSelectorRequirement',
  NodeSelectorRequirement: 'key LabelKey!, operator NodeOperator!, values []Text',
  PreferredSchedulingTerm: 'weight Weight!, preference NodeSelectorTerm!',
  PodAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
    preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm`,
  PodAffinityTerm: `
    labelSelector *LabelSelector, namespaces []Label, topologyKey LabelKey!, namespaceSelector *LabelSelector,
    matchLabelKeys []LabelKey, mismatchLabelKeys []LabelKey`,
  LabelSelector: 'matchLabels map LabelKey LabelValue, matchExpressions []LabelSelectorRequirement',
  LabelSelectorRequirement: 'key LabelKey!, operator LabelOperator!, values []LabelValue',
  WeightedPodAffinityTerm: 'weight Weight!, podAffinityTerm PodAffinityTerm!',
  PodAntiAffinity: `
    requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm,
    preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm`,
  Toleration: 'key LabelKey, operator TolerationOperator, value string, effect TaintEffect, tolerationSeconds *int64',
  HostAlias: 'ip IP!, hostnames []Subdomain',
  PodDNSConfig: 'nameservers []IP, searches []SearchDomain, options []PodDNSConfigOption',
  PodDNSConfigOption: 'name string!, value *Text',
  PodReadinessGate: 'conditionType LabelKey!',
  TopologySpreadConstraint: `
    maxSkew Positive32!, topologyKey string!, whenUnsatisfiable WhenUnsatisfiable!, labelSelector *LabelSelector,
    minDomains *Positive32, nodeAffinityPolicy *InclusionPolicy, nodeTaintsPolicy *InclusionPolicy, matchLabelKeys []LabelKey`,
  PodOS: 'name LinuxName!',
  PodSchedulingGate: 'name LabelKey!',
  PodResourceClaim: 'name Label!, resourceClaimName *Subdomain, resourceClaimTemplateName *Subdomain',
  PodSchedulingGroup: 'podGroupName *string',
  ...volumeTypes,
};
