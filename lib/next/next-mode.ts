import type { Request, RequestHandler, Response } from 'express';
import { bodySettings, type BodySettings } from '../body-settings.js';
import { isDevelopment, watchForAnswer, watchResponseSize } from '../development-warnings.js';
import type { Mode } from '../mode.js';
import { FsRoutesError } from '../errors.js';
import type { ApiHandler, OnError, Route, RouteModule } from '../types.js';
import { answerError, NextApiError } from './answer-error.js';
import { readNextBody } from './body.js';
import { locateInNext } from './locate.js';
import { showNextView } from './next-view.js';
import { addNextMethods } from './response.js';

/** Bodies are read by the handler's wrapper: their errors are answered as its own. */
const nothingToPrepare = { isDue: () => false, steps: [] };

/** The answers of `next start`, to the byte (`server/api-utils/node/api-resolver.js`). */
export function nextMode(treeBody: BodySettings, onError: OnError = logError): Mode {
  return {
    locate: locateInNext,
    show: showNextView,
    preparation: () => nothingToPrepare,
    handlers: (route, module) => [nextHandler(route, module, treeBody, onError)],
  };
}

function nextHandler(
  route: Route,
  { handlers, config }: RouteModule,
  tree: BodySettings,
  onError: OnError,
): RequestHandler {
  const handler = handlers[0] as ApiHandler | undefined;
  const body = bodySettings(config, tree);
  const isWatching = isDevelopment();
  if (!handler) return (_req, _res, next) => next(noHandler(route));

  async function answer(req: Request, res: Response): Promise<void> {
    await readNextBody(req, route, body);
    if (isWatching) watchResponseSize(req, res, route, config);
    addNextProperties(req);
    addNextMethods(req, res, (error) => void fail(error, { req, res, route }, onError));
    const onSettled = isWatching ? watchForAnswer(req, res, route, config) : undefined;
    // Two arguments: some handlers tell Next.js from Express by their number.
    await (handler as (req: Request, res: Response) => unknown)(req, res);
    onSettled?.();
  }

  return function nextApiRoute(req, res) {
    // As Next.js does: a second res.end('…') is an 'error' event, which would end the process.
    res.on('error', () => undefined);
    answer(req, res).catch((error: unknown) => fail(error, { req, res, route }, onError));
  };
}

/** Never rejects: nobody is behind it, and a rejection would end the process. */
async function fail(error: unknown, context: ErrorContext, onError: OnError): Promise<void> {
  try {
    answerError(context.res, error);
  } catch (failure) {
    // The handler broke the response, too.
    console.error(failure);
    context.res.destroy();
  }
  if (!(error instanceof NextApiError)) await report(onError, error, context);
}

type ErrorContext = Parameters<OnError>[1];

function addNextProperties(req: Request): void {
  // No preview and no draft, ever.
  Object.assign(req, { preview: undefined, previewData: false, draftMode: undefined });
  // Where no proxy did, Next.js tells its handlers what one would (`server/base-server.js`): libraries take
  // the client's address and their own origin from it.
  const { headers, socket } = req;
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
    console.error(error);
    console.error(failure);
  }
}

function logError(error: unknown): void {
  console.error(error);
}

function noHandler({ file }: Route): FsRoutesError {
  const message = 'The file has no default export that is a function, so it cannot answer.';
  const help = 'export a handler as default, or move the file out of the folder.';
  return new FsRoutesError([{ code: 'FSR_NO_HANDLER', message, help, files: [file] }], { status: 500 });
}
