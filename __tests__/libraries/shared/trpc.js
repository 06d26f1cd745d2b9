import { initTRPC, TRPCError } from '@trpc/server';

/** Input parsers may be plain functions: no schema library is needed here. */
function text(value) {
  if (typeof value !== 'string') throw new Error('expected a string');
  return value;
}

const note = (value) => text(value?.text);

export const createContext = ({ req, res }) => ({ reader: req.cookies.reader ?? 'nobody', res });

const t = initTRPC.context().create();
const notes = [];

export const appRouter = t.router({
  hello: t.procedure.input(text).query(({ input, ctx }) => {
    ctx.res.setHeader('X-Reader', ctx.reader);
    return `hello ${input}`;
  }),
  // No bare string: Next.js parses it, and the adapter then takes the value for JSON text.
  addNote: t.procedure.input(note).mutation(({ input }) => {
    notes.push(input);
    return { count: notes.length, last: input };
  }),
  missing: t.procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'no such note' });
  }),
  later: t.procedure.query(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return 'late';
  }),
});
