import { faultText, placeText } from '../../fault.ts';
import type { Result } from '../result.ts';
import type { Cluster, Report } from './report.ts';

/** For people: on standard output the differences alone, so that a patch can be made of them; all else on standard error. */
export function textReport({ results, cluster }: Report): { out: string; err: string } {
  const diffs = results.flatMap(({ diff }) => diff ?? []);
  const lines = results.filter(({ diff }) => diff === undefined).map(lineOf);
  const changed =
    diffs.length === 0
      ? []
      : [`${diffs.length} ${diffs.length === 1 ? 'file differs' : 'files differ'}: - is there, + is what event-jobs generate makes`];
  const said = [...lines, ...changed, ...(cluster ? [clusterText(cluster)] : [])];
  return { out: diffs.join(''), err: said.map((line) => `${line}\n`).join('') };
}

function lineOf({ rule, level, message, file, line, column, path = '', allowed, entry, object }: Result): string {
  if (rule === 'event-jobs/configmap') return faultText({ file: file ?? '', ...places(line, column), path, problem: message, allowed });
  const about = [file === undefined ? undefined : placeText(file, line, column), level, entry, object].filter((part) => part !== undefined);
  return [...about, message].join(': ');
}

function places(line: number | undefined, column: number | undefined) {
  return { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
}

function clusterText({ context, kubernetes = '(unknown)', keda = '(unknown)', tried, taken }: Cluster): string {
  return `note: context ${context}, Kubernetes ${kubernetes}, KEDA ${keda}: would take ${taken} of ${tried} objects`;
}
