/** A content type in lower case, without its parameters but the charset (RFC 9110, 8.3.1). An empty type: the producer said none. */
export interface MediaType {
  readonly type: string;
  readonly charset: string | undefined;
}

export function mediaType(text = ''): MediaType {
  const [type = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return { type, charset: charset?.replaceAll('"', '') };
}

/** `application/json`, `text/json`, `application/vnd.example+json`, and the plain `json` of some producers. */
export function isJson({ type }: MediaType): boolean {
  return /^(?:[^/]+\/)?(?:[^/]+\+|x-)?json$/.test(type);
}

export function isText({ type }: MediaType): boolean {
  return type.startsWith('text/');
}

/** JSON has no charset (RFC 8259), but many producers send one. */
export function isUtf8({ charset }: MediaType): boolean {
  return charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset);
}
