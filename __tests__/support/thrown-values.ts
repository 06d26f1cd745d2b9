/** The kinds of values that JavaScript can throw, as expressions for the source of route files. */
const values: Record<string, string> = {
  undefined: 'undefined',
  null: 'null',
  'an empty text': "''",
  zero: '0',
  'not a number': 'NaN',
  'a big integer': '1n',
  false: 'false',
  'a symbol': "Symbol('x')",
  "'route'": "'route'",
  "'router'": "'router'",
  'an object': '{}',
  'an object without a prototype': 'Object.create(null)',
  'an array': '[]',
  'a function': '() => {}',
  'an error without a message': "new Error('')",
  'an AggregateError': "Object.assign(new AggregateError([new Error('a')], ''), { code: 'ECONNREFUSED' })",
  'an error whose message is a symbol': "Object.assign(new Error(), { message: Symbol('x') })",
  'an error whose message is an object': 'Object.assign(new Error(), { message: Object.create(null) })',
  'an error whose stack is an object': 'Object.assign(new Error(), { stack: Object.create(null) })',
  'an error whose toString is none': 'Object.assign(new Error(), { toString: 1, stack: undefined })',
  'an object whose toString returns an object': '{ toString: () => ({}), valueOf: () => ({}) }',
  'an object that cannot be converted to a primitive': "{ [Symbol.toPrimitive]() { throw new Error('converted'); } }",
  'headers that cannot be read':
    "Object.assign(new Error('x'), { status: 400, headers: { get a() { throw new Error('read'); } } })",
  'a frozen error': "Object.freeze(new Error('frozen'))",
  'an error that is its own cause':
    "(() => { const error = new Error('cause'); error.cause = error; return error; })()",
  'a revoked Proxy': '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
  'a revoked Proxy of a function':
    '(() => { const { proxy, revoke } = Proxy.revocable(() => {}, {}); revoke(); return proxy; })()',
  'a Proxy whose traps throw': "new Proxy(new Error('x'), new Proxy({}, { get() { throw new Error('trapped'); } }))",
};

for (const name of [
  'message',
  'code',
  'stack',
  'name',
  'status',
  'statusCode',
  'headers',
  'toString',
  'then',
  'cause',
]) {
  const getter = `{ get() { throw new Error('read ${name}'); } }`;
  values[`an error whose ${name} cannot be read`] = `Object.defineProperty(new Error('x'), '${name}', ${getter})`;
  values[`an object whose ${name} cannot be read`] = `Object.defineProperty({}, '${name}', ${getter})`;
}

export const thrownValues: readonly (readonly [what: string, expression: string])[] = Object.entries(values);

/** Evaluates the expression. */
export function thrownValue(expression: string): unknown {
  return (0, eval)(`(${expression})`) as unknown;
}
