exports.users = new Map();
