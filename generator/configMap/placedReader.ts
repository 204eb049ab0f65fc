import type { Locate } from './lines.ts';
import { parseYaml } from './placedText.ts';
import { quickValues } from './quickReader.ts';
import type { Reader, YamlText } from './yamlText.ts';

/** Knows where everything stands. A text that is fine is only read with places when one of its places is asked for. */
export const readWithPlaces: Reader = (text, locate) => {
  const values = quickValues(text);
  if (!values) return parseYaml(text, locate);
  let texts: YamlText[] | undefined;
  const placed = (index: number) => {
    texts ??= parseYaml(text, locate);
    return texts[index];
  };
  return values.map((value, index) => ({
    value,
    faults: [],
    start: () => placed(index)?.start(),
    place: (path, part) => placed(index)?.place(path, part),
    within: (path) => {
      let within: Locate | undefined;
      return (offset) => {
        within ??= placed(index)?.within(path);
        return within?.(offset);
      };
    },
  }));
};
