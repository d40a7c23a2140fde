// What an error says, on one line: the binding appends stack traces to its messages.
export function describe(error) {
  return String(error?.message ?? error).split('\n\nStack backtrace', 1)[0].replaceAll(/\s*\n\s*/g, ' ').trim();
}
