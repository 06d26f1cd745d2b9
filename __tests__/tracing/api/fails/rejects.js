module.exports = async function rejects() {
  await null;
  throw new Error('rejected');
};
