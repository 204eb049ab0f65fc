import type { Finding } from '../fault.ts';
import { exactlyOne } from './choice.ts';
import type { Fields } from './json.ts';

export const probeRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  Probe: (value) => exactlyOne(value, ['exec', 'httpGet', 'tcpSocket', 'grpc']),
  LifecycleHandler: (value) => exactlyOne(value, ['exec', 'httpGet', 'tcpSocket', 'sleep']),
};
