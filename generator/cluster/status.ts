import type { Answer } from './apiServer.ts';

/** As much of the API server's Status as is looked at (its meta/v1). */
interface Status {
  message?: string;
  details?: { kind?: string; name?: string };
}

/** The server's own words; of what something in between says, only its status. */
export function reasonOf(answer: Answer): string {
  return statusOf(answer).message ?? `status ${answer.status}`;
}

/** The namespace that is missing, where that is the reason. */
export function missingNamespace(answer: Answer): string | undefined {
  const { details } = statusOf(answer);
  return answer.status === 404 && details?.kind === 'namespaces' ? details.name : undefined;
}

function statusOf({ body }: Answer): Status {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {};
  }
}
