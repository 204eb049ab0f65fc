import { isIP } from 'node:net';
import { isImage } from '../entry/image.ts';
import {
  configKeyPattern,
  dnsLabelPattern,
  dnsSubdomainPattern,
  environmentNamePattern,
  labelKeyPattern,
  labelValuePattern,
  nameLimit,
} from '../entry/names.ts';
import { parseQuantity } from '../entry/quantities.ts';
import { amounts } from '../entry/resources.ts';
import { enumerations } from './enumerations.ts';

/** What a value that is neither map nor list may be. */
export interface Scalar {
  kind: 'text' | 'truth' | 'whole' | 'quantity' | 'wholeOrText';
  allowed: string;
  fits(value: unknown): boolean;
}

const int32 = 2 ** 31 - 1;
/** What JSON's numbers hold exactly; an int64 has more. */
const int64 = Number.MAX_SAFE_INTEGER;

function text(allowed: string, fits: (value: string) => boolean): Scalar {
  return { kind: 'text', allowed, fits: (value) => typeof value === 'string' && fits(value) };
}

function matching(pattern: string, allowed: string, most = Number.POSITIVE_INFINITY, flags = ''): Scalar {
  const expression = new RegExp(pattern, flags);
  return text(allowed, (value) => value.length <= most && expression.test(value));
}

function whole(minimum: number, maximum: number): Scalar {
  const fits = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
  return { kind: 'whole', allowed: `a whole number from ${minimum} to ${maximum}`, fits };
}

function withoutBacksteps(path: string): boolean {
  return path !== '' && !path.split('/').includes('..');
}

const portNumber = whole(1, 65_535);
const portName = text('a port name: at most 15 lower-case letters, digits and single dashes, at least one letter', (value) => {
  return value.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value);
});
const seconds = 2 ** 32;

const scalars: Readonly<Record<string, Scalar>> = {
  string: text('text', (value) => !value.includes('\0')),
  Text: text('text without NUL', (value) => !value.includes('\0')),
  bool: { kind: 'truth', allowed: 'true or false', fits: (value) => typeof value === 'boolean' },
  int32: whole(-int32 - 1, int32),
  int64: whole(-int64, int64),
  Natural32: whole(0, int32),
  Natural64: whole(0, int64),
  Positive32: whole(1, int32),
  Positive64: whole(1, int64),
  Id: whole(0, int32),
  Port: portNumber,
  HostPort: whole(0, 65_535),
  Byte: whole(0, 255),
  Weight: whole(1, 100),
  Mode: { ...whole(0, 0o777), allowed: 'a whole number from 0 to 511, which is octal 0777' },
  TokenSeconds: whole(600, seconds),
  Quantity: {
    kind: 'quantity',
    allowed: 'a quantity such as 500m, "1" or 64Mi',
    fits: (value) => ['string', 'number'].includes(typeof value) && parseQuantity(String(value)) !== undefined,
  },
  PortOrName: {
    kind: 'wholeOrText',
    allowed: "a port's number, or its name",
    fits: (value) => (typeof value === 'number' ? portNumber : portName).fits(value),
  },
  PortName: portName,
  Label: matching(dnsLabelPattern, 'a DNS label (lower-case letters, digits and -) of at most 63 characters', 63),
  Subdomain: matching(dnsSubdomainPattern, 'a DNS subdomain (lower-case letters, digits, - and .) of at most 253 characters', nameLimit),
  HostName: matching(dnsSubdomainPattern, 'a DNS subdomain (lower-case letters, digits, - and .) of at most 64 characters', 64),
  SearchDomain: matching(
    '^(?:\\.|[a-z0-9_](?:[-a-z0-9_.]*[a-z0-9_])?\\.?)$',
    'a DNS domain (lower-case letters, digits, -, _ and .)',
    nameLimit,
  ),
  ClassName: matching(`^$|${dnsSubdomainPattern}`, 'a DNS subdomain, or empty', nameLimit),
  DriverName: matching(dnsSubdomainPattern, 'a DNS subdomain of at most 63 characters', 63, 'i'),
  Image: text('an image reference such as team/invoices:1.2', isImage),
  IP: text('an IP address', (value) => isIP(value) !== 0),
  VariableName: matching(environmentNamePattern, 'a name of printable ASCII characters without ='),
  DataKey: matching(
    `^(?!\\.$|\\.\\.)${configKeyPattern.slice(1)}`,
    'at most 253 letters, digits, -, _ and ., not beginning with ..',
    nameLimit,
  ),
  ISCSIName: matching(
    '^(?:iqn\\.\\d{4}-\\d{2}\\.[A-Za-z0-9.-]+:[^,;*&$|\\s]+|eui\\.[A-Za-z0-9]{16}|naa\\.[A-Za-z0-9]{32})$',
    'a name such as iqn.2001-04.com.example:disk',
  ),
  HostPorts: matching('^[^:,]*:[^:,]*(?:,[^:,]*:[^:,]*)*$', 'HOST:PORT, or several with commas between'),
  HeaderName: matching('^[-A-Za-z0-9]+$', 'letters, digits and -'),
  Signal: matching(
    '^SIG(?:ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR[12]|VTALRM|WINCH|XCPU|XFSZ|RTMIN(?:\\+(?:[1-9]|1[0-5]))?|RTMAX(?:-(?:[1-9]|1[0-4]))?)$',
    'a signal such as SIGTERM',
  ),
  SysctlName: matching('^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$', "a sysctl's name", nameLimit),
  LabelKey: matching(labelKeyPattern, '[PREFIX/]NAME with at most 63 letters, digits, -, _ and . in the name'),
  AnnotationKey: matching(labelKeyPattern, '[PREFIX/]NAME with at most 63 letters, digits, -, _ and . in the name', 317, 'i'),
  LabelValue: matching(labelValuePattern, 'text of at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit'),
  ResourceName: matching(amounts.propertyNames.pattern, amounts.propertyNames.allowed),
  StorageName: matching('^storage$', 'storage'),
  StorageMedium: matching('^(?:Memory|HugePages(?:-[1-9][0-9]*[KMGT]i)?)$', 'Memory, HugePages or HugePages-SIZE'),
  MountPath: text('an absolute path without : and ..', (value) => value.startsWith('/') && !value.includes(':') && withoutBacksteps(value)),
  AbsolutePath: text('an absolute path', (value) => value.startsWith('/')),
  PathWithoutBacksteps: text('a path without ..', withoutBacksteps),
  DescendingPath: text('a relative path without ..', (value) => !value.startsWith('/') && withoutBacksteps(value)),
  FilePath: text('a relative path that neither begins with .. nor has it inside', (value) => {
    return !value.startsWith('/') && !value.startsWith('..') && withoutBacksteps(value);
  }),
};

/** By its name in podTypes.ts. */
export function scalarOf(type: string): Scalar {
  const words = enumerations[type];
  const scalar = words ? text(oneOf(words), (value) => words.includes(value)) : scalars[type];
  if (!scalar) throw new Error(`no type: ${type}`);
  return scalar;
}

function oneOf(words: readonly string[]): string {
  return words
    .map((word) => (word === '' ? 'empty' : word))
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
}
