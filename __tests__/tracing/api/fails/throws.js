module.exports = function throws() {
  throw new Error('thrown');
};
