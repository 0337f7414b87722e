/** A line of a log without what would steer a terminal. Pure. */

// eslint-disable-next-line no-control-regex -- the escape sequences of terminals
const steering = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g;

export function plainLine(text: string): string {
  return text.replace(steering, "");
}
