import { isBlock, numberScalar, textScalar } from './scalar.ts';

/**
 * A value of JSON as a YAML document in block style: the same bytes for the same value, no folded lines, no anchors, and read alike by
 * YAML 1.1 and 1.2. Ours, since the libraries take five seconds for the ScaledJobs that this prints in one.
 */
export function printed(value: unknown): string {
  const lines: string[] = [];
  if (isBranch(value)) printBranch(value, '', '', lines);
  else lines.push(leaf(value, ''));
  // Joined, not added up: V8 keeps a text that was added up as all its pieces, which is five times as much.
  return `${lines.join('\n')}\n`;
}

/** A map or a list that is not empty. */
function isBranch(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.length > 0 : Object.values(value).some((inner) => inner !== undefined);
}

/** The first line goes on from a start such as `- `, the others stand behind the indentation. */
function printBranch(value: object, start: string, indentation: string, lines: string[]): void {
  if (Array.isArray(value)) printList(value, start, indentation, lines);
  else printMap(value as Record<string, unknown>, start, indentation, lines);
}

function printMap(value: Readonly<Record<string, unknown>>, start: string, indentation: string, lines: string[]): void {
  const deeper = `${indentation}  `;
  let before = start;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    const head = `${before}${textScalar(key)}:`;
    before = indentation;
    if (!isBranch(inner)) lines.push(`${head} ${leaf(inner, deeper)}`);
    else {
      lines.push(head);
      printBranch(inner, deeper, deeper, lines);
    }
  }
}

function printList(values: readonly unknown[], start: string, indentation: string, lines: string[]): void {
  const deeper = `${indentation}  `;
  let before = start;
  for (const value of values) {
    const head = `${before}- `;
    before = indentation;
    if (isBranch(value)) printBranch(value, head, deeper, lines);
    else lines.push(`${head}${leaf(value, deeper)}`);
  }
}

function leaf(value: unknown, indentation: string): string {
  if (typeof value === 'string') return isBlock(value) ? literal(value, indentation || '  ') : textScalar(value);
  if (typeof value === 'number') return numberScalar(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? '[]' : '{}';
  return String(value ?? null);
}

function literal(text: string, indentation: string): string {
  const [chomping, lines] = text.endsWith('\n') ? ['', text.slice(0, -1)] : ['-', text];
  return `|${chomping}\n${indentation}${lines.replaceAll(/\n(?=[^\n])/g, `\n${indentation}`)}`;
}
