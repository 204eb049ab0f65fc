import { exactlyOne } from './choice.ts';
import type { Found } from './finding.ts';
import type { Fields } from './json.ts';

export const probeRules: Readonly<Record<string, (value: Fields) => Found[]>> = {
  Probe: (value) => exactlyOne(value, ['exec', 'httpGet', 'tcpSocket', 'grpc']),
  LifecycleHandler: (value) => exactlyOne(value, ['exec', 'httpGet', 'tcpSocket', 'sleep']),
};
