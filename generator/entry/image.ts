/** Image references as container runtimes read them (github.com/distribution/reference). */
const hostLabel = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const host = `(?:${hostLabel}(?:\\.${hostLabel})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const part = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const tag = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';

const path = `${part}(?:/${part})*`;
/** `pattern`s of the entry's schema. */
export const imagePattern = `^((?:${host}/)?${path})(?::(${tag}))?(?:@(${digest}))?$`;
export const tagPattern = `^${tag}$`;
export const registryPattern = `^(?:${host}(?:/${path})?)?$`;

const reference = new RegExp(imagePattern);

export function isImage(text: string): boolean {
  const name = reference.exec(text)?.[1];
  return name !== undefined && name.length <= 255;
}

/** Whether the reference says by itself which version it means. */
export function isPinned(image: string): boolean {
  const [, , ownTag, ownDigest] = reference.exec(image) ?? [];
  return (ownTag ?? ownDigest) !== undefined;
}

/** `registry/image:version`, as in the predecessor; a tag or digest inside `image` is kept. */
export function imageReference(registry: string, image: string, version: string): string {
  const located = registry === '' ? image : `${registry}/${image}`;
  return isPinned(image) ? located : `${located}:${version}`;
}
