import type { Request } from 'express';
import { FsRoutesError } from '../reporting/errors.js';
import { isRecord } from '../reporting/inspect-value.js';
import { isConsumed, isStream } from '../request/consumed-body.js';

type ReadRequest = Request & { readonly rawBody?: unknown };

/**
 * Returns a body that was read before the handler: the bytes, if they were kept on `req.rawBody` or `req.body`, or a
 * text that is parsed to the same value. Returns `undefined` if the body is still a stream.
 *
 * @throws {FsRoutesError} `FSR_BODY_CONSUMED` if nothing is left of the body
 */
export function readBefore(req: ReadRequest): string | Uint8Array<ArrayBuffer> | undefined {
  const body: unknown = req.body;
  if (isStream(req) ? !isConsumed(req) : body === undefined) return undefined;
  for (const bytes of [req.rawBody, body]) {
    if (ArrayBuffer.isView(bytes))
      return new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }
  const type = req.headers['content-type'] ?? '';
  if (body !== undefined && /json/i.test(type)) return JSON.stringify(body);
  if (isRecord(body) && /urlencoded/i.test(type)) return new URLSearchParams(listFields(body)).toString();
  if (typeof body === 'string') return body;
  throw consumedError();
}

/** Lists the fields of a parsed form, with nested ones in brackets, as the parser reads them: `a[b]=c`. */
function listFields(value: unknown, name = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, part]) => {
    const isListOfTexts = Array.isArray(value) && !isRecord(part);
    if (name === '') return listFields(part, key);
    return listFields(part, isListOfTexts ? name : `${name}[${key}]`);
  });
}

function consumedError(): FsRoutesError {
  const problem = {
    code: 'FSR_BODY_CONSUMED',
    message: 'The web Request needs the body, but a middleware has read it and kept nothing that it could be made of.',
    help: 'mount that middleware on other paths only, or let it keep the bytes on `req.rawBody`.',
    files: [],
  } as const;
  return new FsRoutesError([problem], { status: 500 });
}
