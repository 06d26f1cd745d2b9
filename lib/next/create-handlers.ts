import type { Socket } from 'node:net';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response } from 'express';
import type { BodySettings } from '../request/body-settings.js';
import { catchesErrors, wrapWithMiddleware, type FolderMiddleware } from '../serving/wrap-with-middleware.js';
import { warnOfMissingResponse, warnOfLargeResponse } from '../serving/development-warnings.js';
import { isDevelopment } from '../serving/is-development.js';
import { FsRoutesError } from '../reporting/errors.js';
import { messageOf } from '../reporting/thrown.js';
import { asError } from '../serving/call-safely.js';
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
 * Creates the chain of handlers to register with Express: see `RequestConventions`. Folder middleware, which Next.js
 * does not have, works as in Express: its error handlers run before the error is answered.
 */
export function createHandlers(
  routeHandlers: HandlerList,
  settings: HandlerSettings,
  folders: readonly FolderMiddleware[],
): Handler[] {
  if (!folders.some(catchesErrors)) return wrapWithMiddleware(folders, [createApiHandler(routeHandlers, settings)]);
  const { route, onError } = settings;
  const answerUncaught: ErrorRequestHandler = (error: unknown, req, res, next) => {
    const depth = visitOf(req)?.folderProgress.depth ?? Infinity;
    const isFromMiddleware = depth < folders.length;
    if (isFromMiddleware) next(error);
    else void answerAndReport(error, { req, res, route }, onError);
  };
  const forwardError = (error: unknown, _context: ErrorContext, next: NextFunction): void => next(asError(error));
  return [...wrapWithMiddleware(folders, [createApiHandler(routeHandlers, settings, forwardError)]), answerUncaught];
}

/**
 * Creates an Express handler that reads the body and then calls the handler of the API route.
 *
 * @param onFailure receives what the handler throws; by default the error is answered and reported
 */
function createApiHandler(
  routeHandlers: HandlerList,
  { route, config, body, onError }: HandlerSettings,
  onFailure: (error: unknown, context: ErrorContext, next: NextFunction) => unknown = (error, context) =>
    answerAndReport(error, context, onError),
): RequestHandler {
  const handler = routeHandlers[0] as ApiHandler | undefined;
  const inDevelopment = isDevelopment();
  if (!handler) return (_req, _res, next) => next(noHandlerError(route));

  async function answer(req: Request, res: Response): Promise<void> {
    await readNextBody(req, route, body);
    if (inDevelopment) warnOfLargeResponse(req, res, route, config);
    addNextProperties(req);
    addNextMethods(req, res, (error) => void answerAndReport(error, { req, res, route }, onError));
    const onSettled = inDevelopment ? warnOfMissingResponse(req, res, route, config) : undefined;
    // Next.js passes two arguments. Some handlers detect Express by a third one.
    await (handler as (req: Request, res: Response) => unknown)(req, res);
    onSettled?.();
  }

  return function nextApiRoute(req, res, next) {
    // As in Next.js: a second `res.end('…')` emits 'error', which would end the process without a listener.
    res.on('error', () => undefined);
    answer(req, res).catch((error: unknown) => onFailure(error, { req, res, route }, next));
  };
}

/**
 * Answers an error and passes it to `onError`. Never rejects: it is not awaited, so a rejection would end the process.
 */
async function answerAndReport(error: unknown, context: ErrorContext, onError: OnError): Promise<void> {
  try {
    answerError(context.res, error);
  } catch (failure) {
    // The handler has left the response in a state in which it cannot be sent.
    logError(failure);
    context.res.destroy();
  }
  if (!NextApiError.is(error)) await callOnError(onError, error, context);
}

type ErrorContext = Parameters<OnError>[1];

function addNextProperties(req: Request): void {
  // There are no pages, so preview mode and draft mode are always off.
  Object.assign(req, { preview: undefined, previewData: false, draftMode: undefined });
  // Next.js adds the headers that a proxy would send, if they are missing (`server/base-server.js`): libraries read the
  // client's address and the app's own origin from them.
  const { headers } = req;
  const socket = req.socket as Socket | undefined;
  // A mock request, such as that of node-mocks-http, has no socket.
  if (!socket) return;
  const isEncrypted = 'encrypted' in socket && socket.encrypted === true;
  headers['x-forwarded-host'] ??= headers.host;
  headers['x-forwarded-port'] ??= String(socket.localPort);
  headers['x-forwarded-proto'] ??= isEncrypted ? 'https' : 'http';
  headers['x-forwarded-for'] ??= socket.remoteAddress;
}

async function callOnError(onError: OnError, error: unknown, context: ErrorContext): Promise<void> {
  try {
    await onError(error, context);
  } catch (failure) {
    logError(error);
    logError(failure);
  }
}

/** Prints an error, or any other value, to stderr: the default of `onError`. */
export function logError(error: unknown): void {
  try {
    console.error(error);
  } catch {
    // `console.error` reads properties, and a getter of this value throws.
    console.error(messageOf(error));
  }
}

function noHandlerError({ file }: Route): FsRoutesError {
  const message = 'The file has no handler: its default export is not a function.';
  const help = 'export a handler as default, or move the file out of the route folder.';
  return new FsRoutesError([{ code: 'FSR_NO_HANDLER', message, help, files: [file] }], { status: 500 });
}
