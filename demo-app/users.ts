export interface User {
  readonly name: string;
  readonly role: 'editor' | 'reader';
}

/** Tokens that everyone may know; a real service would ask its session store. */
const users = new Map<string, User>([
  ['ada-token', { name: 'Ada Lovelace', role: 'editor' }],
  ['alan-token', { name: 'Alan Turing', role: 'reader' }],
]);

/** @param authorization the header of that name */
export function findUser(authorization: string): User | undefined {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  return users.get(token);
}
