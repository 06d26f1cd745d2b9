/** Progress goes to stderr: stdout is for recordings that were asked for with `--group`. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}
