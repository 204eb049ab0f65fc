/**
 * Words that the API server takes (the constants of k8s.io/api core/v1, as pkg/apis/core/validation allows them), by their type in
 * podTypes.ts. Shorter than there where a pod of a Job, on Linux, cannot have the others.
 */
export const enumerations: Readonly<Record<string, readonly string[]>> = {
  AccessMode: ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'],
  AzureCaching: ['None', 'ReadOnly', 'ReadWrite'],
  AzureKind: ['Shared', 'Dedicated', 'Managed'],
  CertificateKeyType: ['RSA3072', 'RSA4096', 'ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519'],
  // What makes an init container a sidecar; the other policies need a feature gate.
  ContainerRestartPolicy: ['Always'],
  DNSPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  ExitCodeOperator: ['In', 'NotIn'],
  FSGroupChangePolicy: ['OnRootMismatch', 'Always'],
  HostPathType: ['', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'],
  InclusionPolicy: ['Honor', 'Ignore'],
  LabelOperator: ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  LinuxName: ['linux'],
  MessagePolicy: ['File', 'FallbackToLogsOnError'],
  MountPropagation: ['None', 'HostToContainer', 'Bidirectional'],
  NodeOperator: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'],
  PreemptionPolicy: ['PreemptLowerPriority', 'Never'],
  ProcMount: ['Default', 'Unmasked'],
  ProfileType: ['RuntimeDefault', 'Localhost', 'Unconfined'],
  Protocol: ['TCP', 'UDP', 'SCTP'],
  PullPolicy: ['Always', 'IfNotPresent', 'Never'],
  RecursiveReadOnly: ['Disabled', 'IfPossible', 'Enabled'],
  ResizableResource: ['cpu', 'memory'],
  // RestartContainer is refused in a pod whose restartPolicy is Never.
  ResizePolicy: ['NotRequired'],
  RestartAction: ['Restart', 'RestartAllContainers'],
  RestartPolicy: ['Never'],
  // MountOption needs a feature gate.
  SELinuxChangePolicy: ['Recursive'],
  ScaleIOMode: ['ThickProvisioned', 'ThinProvisioned'],
  SupplementalGroupsPolicy: ['Merge', 'Strict'],
  TaintEffect: ['NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  TolerationOperator: ['Equal', 'Exists'],
  URIScheme: ['HTTP', 'HTTPS'],
  V1: ['v1'],
  VolumeMode: ['Filesystem', 'Block'],
  WhenUnsatisfiable: ['DoNotSchedule', 'ScheduleAnyway'],
};
