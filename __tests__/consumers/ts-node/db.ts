export const users = new Map<string, string>();
