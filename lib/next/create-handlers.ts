import type { Socket } from 'node:net';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import type { BodySettings } from '../request/body-settings.js';
import { catchesErrors, wrapWithMiddleware, type FolderMiddleware } from '../serving/wrap-with-middleware.js';
import { warnOfMissingResponse, warnOfLargeResponse } from '../serving/development-warnings.js';
import { isDevelopment } from '../serving/is-development.js';
import { FsRoutesError } from '../reporting/errors.js';
import { messageOf } from '../reporting/thrown.js';
import { asError } from '../serving/guard-handlers.js';
import type { Handler } from '../types/handler.js';
import type { ApiHandler, HandlerList, OnError, Route, RouteConfig } from '../types/index.js';
import { visitOf } from '../serving/route-visit.js';
import { answerError, NextApiError } from './answer-error.js';
import { readNextBody } from './read-body.js';
import { addNextMethods } from './response-methods.js';

export interface HandlerSettings {
  readonly route: Route;
  readonly config: RouteConfig;
  readonly body: BodySettings;
  readonly onError: OnError;
}

/**
 * Returns the handlers of a route as Express is given them: see `RequestConventions`. Folders, which Next.js does not
 * have, are Express's: their error handlers come before the answer of Next.js.
 */
export function createHandlers(
  own: HandlerList,
  settings: HandlerSettings,
  folders: readonly FolderMiddleware[],
): Handler[] {
  if (!folders.some(catchesErrors)) return wrapWithMiddleware(folders, [nextHandler(own, settings)]);
  const { route, onError } = settings;
  const answerUncaught: ErrorRequestHandler = (error: unknown, req, res, next) => {
    const isMiddlewares = visitOf(req)!.folderProgress.depth < folders.length;
    if (isMiddlewares) next(error);
    else void fail(error, { req, res, route }, onError);
  };
  const goOn = (error: unknown, _context: ErrorContext, next: NextFunction): void => next(asError(error));
  return [...wrapWithMiddleware(folders, [nextHandler(own, settings, goOn)]), answerUncaught];
}

/** @param onFailure what is done with what the handler throws; else it is answered */
function nextHandler(
  own: HandlerList,
  { route, config, body, onError }: HandlerSettings,
  onFailure: (error: unknown, context: ErrorContext, next: NextFunction) => unknown = (error, context) =>
    fail(error, context, onError),
): RequestHandler {
  const handler = own[0] as ApiHandler | undefined;
  const isWatching = isDevelopment();
  if (!handler) return (_req, _res, next) => next(noHandler(route));

  async function answer(req: Request, res: Response): Promise<void> {
    await readNextBody(req, route, body);
    if (isWatching) warnOfLargeResponse(req, res, route, config);
    addNextProperties(req);
    addNextMethods(req, res, (error) => void fail(error, { req, res, route }, onError));
    const onSettled = isWatching ? warnOfMissingResponse(req, res, route, config) : undefined;
    // Two arguments: some handlers tell Next.js from Express by their number.
    await (handler as (req: Request, res: Response) => unknown)(req, res);
    onSettled?.();
  }

  return function nextApiRoute(req, res, next) {
    // As Next.js does: a second res.end('…') is an 'error' event, which would end the process.
    res.on('error', () => undefined);
    answer(req, res).catch((error: unknown) => onFailure(error, { req, res, route }, next));
  };
}

/** Never rejects: nobody is behind it, and a rejection would end the process. */
async function fail(error: unknown, context: ErrorContext, onError: OnError): Promise<void> {
  try {
    answerError(context.res, error);
  } catch (failure) {
    // The handler broke the response, too.
    logError(failure);
    context.res.destroy();
  }
  if (!NextApiError.is(error)) await report(onError, error, context);
}

type ErrorContext = Parameters<OnError>[1];

function addNextProperties(req: Request): void {
  // No preview and no draft, ever.
  Object.assign(req, { preview: undefined, previewData: false, draftMode: undefined });
  // Where no proxy did, Next.js tells its handlers what one would (`server/base-server.js`): libraries take
  // the client's address and their own origin from it.
  const { headers } = req;
  const socket = req.socket as Socket | undefined;
  // A request that a test made up has none.
  if (!socket) return;
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true;
  headers['x-forwarded-host'] ??= headers.host;
  headers['x-forwarded-port'] ??= String(socket.localPort);
  headers['x-forwarded-proto'] ??= isEncrypted ? 'https' : 'http';
  headers['x-forwarded-for'] ??= socket.remoteAddress;
}

async function report(onError: OnError, error: unknown, context: ErrorContext): Promise<void> {
  try {
    await onError(error, context);
  } catch (failure) {
    logError(error);
    logError(failure);
  }
}

export function logError(error: unknown): void {
  try {
    console.error(error);
  } catch {
    // Its properties cannot be read.
    console.error(messageOf(error));
  }
}

function noHandler({ file }: Route): FsRoutesError {
  const message = 'The file has no default export that is a function, so it cannot answer.';
  const help = 'export a handler as default, or move the file out of the folder.';
  return new FsRoutesError([{ code: 'FSR_NO_HANDLER', message, help, files: [file] }], { status: 500 });
}
