import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultText } from '../../../generator/fault.ts';
import { configMap, entries, faults, head, read, sources } from './sample.ts';

const bad = `${head}  a: |\n    jobName: a\n    image: a\n    command: [a, 1]\n`;

describe('reading ConfigMaps', () => {
  it('gives their names and their entries as they are written', () => {
    const text = `${head}  b: "{jobName: b, image: b, command: [b]}"\n  a: |\n    jobName: a\n    image: a\n    command: [a]\n`;
    const { configMaps } = read(sources(text.replace('name: x', 'name: x\n  namespace: jobs')));
    expect(configMaps).toMatchObject([{ name: 'x', namespace: 'jobs', source: 'a.yaml' }]);
    expect(configMaps[0]?.entries.map(({ key, entry }) => [key, entry])).toEqual([
      ['b', { jobName: 'b', image: 'b', command: ['b'] }],
      ['a', { jobName: 'a', image: 'a', command: ['a'] }],
    ]);
  });

  it('takes them from several sources, each of several documents, and from Lists inside of Lists', () => {
    const item = (name: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { [name]: '{jobName: a, image: a}' },
    });
    const list = { apiVersion: 'v1', kind: 'List', items: [item('p'), { kind: 'List', apiVersion: 'v1', items: [item('q')] }] };
    const made = entries(`${configMap('m')}---\n${configMap('l')}`, configMap('o'), JSON.stringify(list), `${JSON.stringify(item('r'))}{}`);
    expect(made).toEqual(['a.yaml m/m', 'a.yaml l/l', 'b.yaml o/o', 'c.yaml p/p', 'c.yaml q/q', 'd.yaml r/r']);
  });

  it('takes the items of an API server’s list, which do not say their kind', () => {
    const items = [{ metadata: { name: 'p' }, data: { q: '{jobName: a, image: a}' } }];
    expect(entries(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMapList', items }))).toEqual(['a.yaml p/q']);
  });

  it('passes other kinds over, whatever they hold', () => {
    const other = 'kind: Deployment\nspec: {no: no, no: 017, x: !y z}\n---\n- a list\n---\na text\n';
    expect(entries(`${other}---\n${configMap('m')}`, other)).toEqual(['a.yaml m/m']);
  });

  it('reads only those with the label where any has it', () => {
    const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: nginx}\ndata: {nginx.conf: "server {", no: no}\n';
    expect(entries(`${broken}---\n${configMap('m', { label: '"true"' })}`, configMap('l'))).toEqual(['a.yaml m/m']);
    expect(faults(`${broken}---\n${configMap('m', { label: '"false"' })}`)).not.toEqual([]);
    const inList = [broken, configMap('m', { label: '"true"' })].map((text) => text.replace(/^/gm, '    ').replace('    ', '  - '));
    expect(entries(`apiVersion: v1\nkind: List\nitems:\n${inList.map((text) => text.trimEnd()).join('\n')}`)).toEqual(['a.yaml m/m']);
  });

  it('says that the label needs quotes, and goes by it nevertheless', () => {
    expect(faults(configMap('m', { label: 'true' }), configMap('l', { job: 'N' })).map(faultText)).toEqual([
      'a.yaml:5:39: metadata.labels["event-jobs.goci.io/config"]: is no text; quote it',
    ]);
  });

  it('has a fault where there is no ConfigMap, which says what there is', () => {
    expect(faults('kind: Secret\n---\nkind: Pod\n')).toMatchObject([{ line: 1, column: 1, problem: 'holds Secret, Pod and no ConfigMap' }]);
    expect(faults('')).toMatchObject([{ problem: 'holds nothing and no ConfigMap' }]);
    expect(faults('[]')).toMatchObject([{ problem: 'holds something without a kind and no ConfigMap' }]);
    expect(faults('kind: Secret\n', '')).toMatchObject([{ file: 'a.yaml', problem: 'and 1 more hold Secret and no ConfigMap' }]);
  });

  it('has a fault that names both places where a ConfigMap is there twice', () => {
    expect(faults(configMap('m'), configMap('m', { namespace: 'other' }), `---\n${configMap('m', { job: 'l' })}`).map(faultText)).toEqual([
      'c.yaml:5:9: metadata.name: ConfigMap m is also in a.yaml:4; each once',
    ]);
  });

  it('tells everything that is wrong with all of them at once', () => {
    const texts = [bad, 'a: [', configMap('m', { job: 'M' })];
    expect(faults(...texts).map(({ file, line, path }) => [file, line, path])).toEqual([
      ['a.yaml', 9, 'data.a.command[1]'],
      ['b.yaml', 1, ''],
      ['c.yaml', 6, 'data.m.jobName'],
    ]);
  });

  it('finds the place of a fault in a stream of JSON objects', () => {
    const item = (name: string, entry: string) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: entry } });
    const text = `${item('m', '{jobName: a, image: a}')}\n\n ${item('o', '{jobName: "}{", image: A}')}`;
    const [, , line = ''] = text.split('\n');
    expect(faults(text)).toMatchObject([
      { line: 3, column: line.indexOf('\\"}{') + 1, path: 'data.a.jobName' },
      { line: 3, column: line.indexOf('A}') + 1, path: 'data.a.image' },
    ]);
  });

  it('takes a flow map for one document, whatever braces are in its texts', () => {
    const metadata = "metadata: {name: m, annotations: {a: '}}} {{{'}}";
    expect(entries(`{apiVersion: v1, kind: ConfigMap, ${metadata}, data: {a: '{jobName: a, image: a}'}}`)).toEqual(['a.yaml m/a']);
  });

  it('points at the version directive of the document that has another', () => {
    const text = `%YAML 1.2\n---\n${configMap('l')}...\n%YAML 1.1\n---\n${configMap('m')}`;
    expect(faults(text)).toMatchObject([
      { line: text.split('\n').indexOf('%YAML 1.1') + 1, column: 1, problem: 'says that it is YAML 1.1' },
    ]);
  });

  it('gives what is fine although something else is not', () => {
    const { configMaps } = read(sources(bad.replace('\ndata:\n', '\ndata:\n  fine: "{jobName: a, image: a, command: [a]}"\n')));
    expect(configMaps[0]?.entries.map(({ key }) => key)).toEqual(['fine']);
  });

  it('names the entry of a fault', () => {
    expect(faults(bad)).toMatchObject([{ entry: 'x/a' }]);
    expect(faults(configMap('m', { job: 'M', namespace: 'jobs' }))).toMatchObject([{ entry: 'jobs/m/m' }]);
  });

  it('gives a live ConfigMap’s faults no line, as nobody sees its text', () => {
    const [source] = sources(`${bad}  b: |\n    jobName: b\n    jobName: c\n  c: "["\n`);
    const live = { ...source, name: 'configmap jobs/x', live: true } as const;
    expect(read([{ ...live, text: source?.text ?? '' }]).faults.map(faultText)).toEqual([
      'configmap jobs/x: data.a.command[1]: is a number, where text is expected; quote it',
      expect.stringMatching(/^configmap jobs\/x: data\.b\.image: is missing/),
      'configmap jobs/x: data.b.jobName: this key is there twice; each key once',
      expect.stringMatching(/^configmap jobs\/x: data\.c: this is no YAML/),
    ]);
  });

  it('finds the same place in files with a byte order mark or with carriage returns', () => {
    const place = expect.objectContaining({ line: 9, column: 18, path: 'data.a.command[1]' });
    expect(faults(bad)).toEqual([place]);
    expect(faults(bad.replaceAll('\n', '\r\n'))).toEqual([place]);
    expect(faults(`\ufeff${bad}`)).toEqual([place]);
    expect(faults('\ufeff[')).toMatchObject([{ line: 1, column: 2 }]);
  });

  it('has one fault for a text that is nested beyond measure, and no stack overflow', () => {
    const deep = '['.repeat(20_000);
    expect(faults(`${head}  a: |\n    ${deep}\n`)).toMatchObject([
      { path: 'data.a', line: 7, column: 5, problem: 'it is nested too deeply' },
    ]);
    expect(faults(deep)).toMatchObject([{ path: '', line: 1, problem: 'it is nested too deeply' }]);
    const fits = `${'['.repeat(300)}${']'.repeat(300)}`;
    expect(faults(`${head}  a: |\n    ${fits}\n`)).toMatchObject([{ line: 7, column: 205, problem: 'it is nested too deeply' }]);
  });

  it('never throws, whatever the text', () => {
    const words = [
      'a',
      ':',
      ' ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '!',
      '#',
      '\t',
      '?',
      '%',
      '---\n',
      '<<',
      ',',
    ];
    const soup = fc.array(fc.constantFrom(...words)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(soup, (text) => expect(faults(text).length).toBeGreaterThan(0)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(soup, (text) => expect(faults(`${head}  a: |2\n${text.replace(/^/gm, '    ')}\n`).length).toBeGreaterThan(0)),
      { numRuns: 500 },
    );
  });
});
