/** What the app of a run does: see run.mjs. */
module.exports = async function observe(express, fsRoutes) {
  await require(`./${process.env.OBSERVE ?? 'requests'}.cjs`)(express, fsRoutes);
  // The tools hold the process with timers of their own.
  process.exit(0);
};
