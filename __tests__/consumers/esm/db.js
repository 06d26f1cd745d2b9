export const users = new Map();
