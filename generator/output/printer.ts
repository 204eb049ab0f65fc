import { isBlock, numberScalar, textScalar } from './scalar.ts';

/**
 * A value of JSON as a YAML document in block style: the same bytes for the same value, no folded lines, no anchors, and read alike by
 * YAML 1.1 and 1.2. Ours, since the libraries take five seconds for the ScaledJobs that this prints in one.
 */
export function printed(value: unknown): string {
  return isBranch(value) ? branch(value, '') : leaf(value, '');
}

/** A map or a list that is not empty. */
function isBranch(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.length > 0 : Object.values(value).some((inner) => inner !== undefined);
}

/** Its first line begins where the caller is, the others behind the indentation. */
function branch(value: object, indentation: string): string {
  return Array.isArray(value) ? list(value, indentation) : map(value as Record<string, unknown>, indentation);
}

function map(value: Readonly<Record<string, unknown>>, indentation: string): string {
  const deeper = `${indentation}  `;
  let text = '';
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (text !== '') text += indentation;
    text += `${textScalar(key)}:`;
    text += isBranch(inner) ? `\n${deeper}${branch(inner, deeper)}` : ` ${leaf(inner, deeper)}`;
  }
  return text;
}

function list(values: readonly unknown[], indentation: string): string {
  const deeper = `${indentation}  `;
  return values.map((value) => `- ${isBranch(value) ? branch(value, deeper) : leaf(value, deeper)}`).join(indentation);
}

function leaf(value: unknown, indentation: string): string {
  if (typeof value === 'string') return isBlock(value) ? literal(value, indentation) : `${textScalar(value)}\n`;
  if (typeof value === 'number') return `${numberScalar(value)}\n`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]\n' : '{}\n';
  return `${value ?? null}\n`;
}

function literal(text: string, indentation: string): string {
  const [chomping, lines] = text.endsWith('\n') ? ['', text.slice(0, -1)] : ['-', text];
  return `|${chomping}\n${indentation || '  '}${lines.replaceAll(/\n(?=[^\n])/g, `\n${indentation || '  '}`)}\n`;
}
