import type { Finding } from '../fault.ts';
import { twice } from './choice.ts';
import { below, when } from './finding.ts';
import { type Fields, isMap, maps } from './json.ts';

export const securityRules: Readonly<Record<string, (value: Fields) => Finding[]>> = {
  SecurityContext: (value) => [...escalation(value), ...windows(value)],
  PodSecurityContext: (value) => [...below('sysctls', twice(maps(value.sysctls), 'name')), ...windows(value)],
  SeccompProfile: localhost,
  AppArmorProfile: localhost,
};

function escalation({ allowPrivilegeEscalation, privileged, capabilities }: Fields): Finding[] {
  const forbidden = allowPrivilegeEscalation === false;
  const added = isMap(capabilities) && Array.isArray(capabilities.add) ? capabilities.add : [];
  return [
    ...when(
      forbidden && privileged === true,
      ['allowPrivilegeEscalation'],
      'is false in a privileged container',
      'true, or privileged: false',
    ),
    ...when(
      forbidden && added.includes('CAP_SYS_ADMIN'),
      ['allowPrivilegeEscalation'],
      'is false with CAP_SYS_ADMIN',
      'true, or not that capability',
    ),
  ];
}

function windows({ windowsOptions }: Fields): Finding[] {
  return when(windowsOptions !== undefined, ['windowsOptions'], 'is not for event jobs', 'they run on Linux');
}

function localhost({ type, localhostProfile }: Fields): Finding[] {
  const given = localhostProfile !== undefined;
  return [
    ...when(type === 'Localhost' && !localhostProfile, ['localhostProfile'], 'is missing', 'the type Localhost needs it'),
    ...when(type !== 'Localhost' && given, ['localhostProfile'], `stands with the type ${type}`, 'with the type Localhost only'),
  ];
}
