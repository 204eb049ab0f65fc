import { isScalar, type Node, Scalar } from 'yaml';
import { type Locate, lines } from './yamlText.ts';

/**
 * Maps offsets in the text of one of the ConfigMap's values to places in the file. Exact in a literal block, whose lines are the
 * file's own without their indentation; elsewhere escapes and folds lie between, and the value's start must do.
 */
export function locateIn(value: Node | undefined, fileLines: readonly string[], locate: Locate): Locate {
  const start = value?.range?.[0] ?? 0;
  if (!isScalar(value) || value.type !== Scalar.BLOCK_LITERAL) return () => locate(start);
  const text = String(value.value);
  const inText = lines(text);
  const textLines = text.split('\n');
  const header = locate(start).line;
  return (offset) => {
    const { line, column } = inText(offset);
    const indentation = (fileLines[header + line - 1] ?? '').length - (textLines[line - 1] ?? '').length;
    return { line: header + line, column: column + Math.max(0, indentation) };
  };
}
