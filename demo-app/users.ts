export interface User {
  readonly name: string;
  readonly role: 'editor' | 'reader';
}

/** The users by their tokens, which are no secret here. A real service would ask its session store. */
const users = new Map<string, User>([
  ['ada-token', { name: 'Ada Lovelace', role: 'editor' }],
  ['alan-token', { name: 'Alan Turing', role: 'reader' }],
]);

/** Returns the user whose token is in an `Authorization` header, if there is one. */
export function findUser(authorization: string): User | undefined {
  const [, token = ''] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  return users.get(token);
}
