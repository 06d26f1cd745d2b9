const flows = [
  'next-auth',
  'better-auth',
  'iron-session',
  'passport',
  'trpc',
  'apollo',
  'graphql-yoga',
  'next-connect',
  'stripe',
  'formidable',
  'multer',
  'http-proxy-middleware',
  'sse',
  'socket.io',
];
const flowLimit = 15_000;

/** Prints a line for each library, and says whether all passed. */
export async function runFlows(base) {
  let isFine = true;
  for (const name of flows) {
    const { default: flow } = await import(`./flows/${name}.mjs`);
    const failure = await failureOf(flow, base);
    isFine &&= failure === undefined;
    process.stdout.write(`${name}: ${failure === undefined ? 'pass' : `FAIL ${failure}`}\n`);
  }
  return isFine;
}

/** In one line. */
async function failureOf(flow, base) {
  try {
    await Promise.race([flow(base), timeOut()]);
    return undefined;
  } catch (error) {
    const why = [error, error.cause].filter((part) => part instanceof Error).map(({ message }) => message);
    return why.join(': ').replaceAll(/\s+/g, ' ').slice(0, 500);
  }
}

function timeOut() {
  return new Promise((_, reject) => {
    setTimeout(reject, flowLimit, new Error(`no end within ${flowLimit / 1000} seconds`)).unref();
  });
}
